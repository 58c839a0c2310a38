// The queue and the storage of @fal-ai/client against fal's paths.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ApiError, createFalClient, ValidationError } from '@fal-ai/client';
import { Gateway, assertFilmOf, image } from './gateway.mjs';

const endpoint = 'fal-ai/veo3.1/fast';
let gateway;

// The client knows its hosts by name: only where they are is another here.
const clientWith = (credentials) => createFalClient({
  credentials,
  retry: { maxRetries: 0 },
  fetch: (url, init) => fetch(String(url).replace(/^https:\/\/(queue\.fal\.run|rest\.fal\.ai)/, gateway.address), init),
});

async function poll(client, requestId) {
  const seen = [];
  for (;;) {
    const status = await client.queue.status(endpoint, { requestId });
    seen.push(status.status);
    if (status.status === 'COMPLETED') return seen;
    assert.ok(seen.length < 10, seen.join());
  }
}

describe('@fal-ai/client', () => {
  let client;

  before(async () => {
    gateway = await Gateway.start();
    client = clientWith('test-key');
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.reset());

  it('makes a video of a text, waits for it and downloads it whole without the key', async () => {
    const receipt = await client.queue.submit(endpoint, { input: { prompt: 'A lion', duration: '8s' }, webhookUrl: 'https://hooks.example/veo' });
    assert.deepEqual([receipt.status, typeof receipt.response_url, typeof receipt.cancel_url], ['IN_QUEUE', 'string', 'string']);

    assert.deepEqual(await poll(client, receipt.request_id), ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']);
    const { data, requestId } = await client.queue.result(endpoint, { requestId: receipt.request_id });
    assert.equal(data.video.content_type, 'video/mp4');
    assertFilmOf(receipt.request_id, Buffer.from(await (await fetch(data.video.url)).arrayBuffer()));

    assert.deepEqual((await gateway.accepted()).map((task) => task.request), [{ prompt: 'A lion', duration: '8s' }]);
    const [sent] = await gateway.requests('submit');
    assert.equal(sent.pathAndQuery, '/fal-ai/veo3.1/fast?fal_webhook=https%3A%2F%2Fhooks.example%2Fveo');
    assert.ok(requestId === undefined || typeof requestId === 'string');
  });

  it('uploads a file where it is told to, and names it by its link', async () => {
    const link = await client.storage.upload(new Blob([image], { type: 'image/png' }));
    await client.queue.submit(`${endpoint}/image-to-video`, { input: { prompt: 'On', image_url: link } });
    assert.deepEqual(Buffer.from(await (await fetch(link)).arrayBuffer()), image);
    assert.equal((await gateway.accepted())[0].request.image_url, link);
  });

  it('is told why a request failed', async () => {
    await gateway.setOutcome('failed', 'bad');
    const { request_id: requestId } = await client.queue.submit(endpoint, { input: { prompt: 'A bad one' } });
    await poll(client, requestId);
    await assert.rejects(client.queue.result(endpoint, { requestId }), (e) =>
      e instanceof ValidationError && e.status === 422 && e.fieldErrors[0].type === 'content_policy_violation');
  });

  it('cancels what waits and what runs', async () => {
    const waiting = await client.queue.submit(endpoint, { input: { prompt: 'A lion' } });
    await client.queue.cancel(endpoint, { requestId: waiting.request_id });
    await assert.rejects(client.queue.status(endpoint, { requestId: waiting.request_id }), (e) => e instanceof ApiError && e.status === 404);

    const running = await client.queue.submit(endpoint, { input: { prompt: 'A lion' } });
    for (let i = 0; i < 2; i++) await client.queue.status(endpoint, { requestId: running.request_id });
    await client.queue.cancel(endpoint, { requestId: running.request_id });
    assert.deepEqual(await poll(client, running.request_id), ['COMPLETED']);
    await assert.rejects(client.queue.cancel(endpoint, { requestId: running.request_id }), (e) => e.status === 400);
  });

  it('is refused with a wrong key, and with a field of the wrong type', async () => {
    await assert.rejects(clientWith('another-key').queue.submit(endpoint, { input: { prompt: 'A lion' } }), (e) => e instanceof ApiError && e.status === 401);
    await assert.rejects(client.queue.submit(endpoint, { input: { prompt: 'A lion', generate_audio: 'true' } }), (e) => e instanceof ValidationError && e.status === 422);
    await assert.rejects(client.queue.submit(endpoint, { input: { prompt: 'A lion', duration: 8 } }), (e) => e.status === 422);
    assert.deepEqual(await gateway.accepted(), []);
  });
});
