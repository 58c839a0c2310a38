// The videos calls of the openai package, against TokenBay's paths and against a relay's.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError, toFile } from 'openai';
import { Gateway, assertFilmOf, image } from './gateway.mjs';

const model = 'veo-3.1-fast-generate-preview';
const dataUri = `data:image/png;base64,${image.toString('base64')}`;
let gateway;

const clientWith = (apiKey, path = '') => new OpenAI({ apiKey, baseURL: `${gateway.address}${path}/v1`, maxRetries: 0 });

/** As OpenAI's guide has it, without the pause. */
async function poll(client, video) {
  const seen = [video.status];
  while (video.status === 'queued' || video.status === 'in_progress') {
    video = await client.videos.retrieve(video.id);
    assertVideo(video);
    seen.push(video.status);
  }
  return { video, seen };
}

/** What the package's type Video says of every video. */
function assertVideo(video) {
  assert.equal(typeof video.id, 'string');
  assert.equal(video.object, 'video');
  assert.equal(video.model, model);
  assert.ok(Number.isInteger(video.created_at), `created_at is ${video.created_at}`);
  assert.ok(Number.isInteger(video.progress) && video.progress >= 0 && video.progress <= 100, `progress is ${video.progress}`);
  assert.ok(['queued', 'in_progress', 'completed', 'failed'].includes(video.status), `status is ${video.status}`);
}

async function download(client, id) {
  const response = await client.videos.downloadContent(id);
  assert.equal(response.headers.get('content-type'), 'video/mp4');
  return Buffer.from(await response.arrayBuffer());
}

describe('openai, where refusals have a status of their own', () => {
  let client;

  before(async () => {
    gateway = await Gateway.start('--openai-videos', '--real-status');
    client = clientWith('test-key');
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.reset());

  it('makes a video of a text, waits for it and downloads it whole', async () => {
    const created = await client.videos.create({ model, prompt: 'A lion', seconds: '8', size: '720p' });
    assertVideo(created);
    assert.equal(created.status, 'queued');

    const { video, seen } = await poll(client, created);
    assert.deepEqual(seen, ['queued', 'queued', 'in_progress', 'completed']);
    assert.deepEqual([video.id, video.progress, video.seconds, video.size, video.error ?? null], [created.id, 100, '8', '720p', null]);
    assertFilmOf(video.id, await download(client, video.id));
    assert.deepEqual((await gateway.accepted()).map((task) => task.request), [{ model, prompt: 'A lion', seconds: '8', size: '720p' }]);
  });

  it('hands over an image as a file and as a reference', async () => {
    const file = await toFile(image, 'first.png', { type: 'image/png' });
    await client.videos.create({ model, prompt: 'From a file', input_reference: file });
    await client.videos.create({ model, prompt: 'From a link', input_reference: { image_url: 'https://example.com/a.png' } });

    const references = (await gateway.accepted()).map((task) => task.request.input_reference);
    assert.deepEqual(references, [dataUri, 'https://example.com/a.png']);
  });

  it('makes a video of a first frame, with what TokenBay adds to the fields', async () => {
    const fields = { model, prompt: 'On', image: dataUri, generate_audio: true, seed: 7, aspect_ratio: '9:16' };
    const { video } = await poll(client, await client.videos.create(fields));
    assert.equal(video.status, 'completed');
    assertFilmOf(video.id, await download(client, video.id));
    assert.deepEqual((await gateway.accepted())[0].request, fields);
  });

  it('is told why a video failed', async () => {
    await gateway.setOutcome('failed', 'bad');
    const { video } = await poll(client, await client.videos.create({ model, prompt: 'A bad one' }));
    assert.equal(video.status, 'failed');
    assert.equal(typeof video.error.code, 'string');
    assert.match(video.error.message, /policy/);
    await assert.rejects(client.videos.downloadContent(video.id), BadRequestError);
  });

  it('is refused with a wrong key', async () => {
    const stranger = clientWith('another-key');
    const wrong = (e) => e instanceof AuthenticationError && e.code === 'invalid_api_key' && e.message === '401 Invalid token';
    await assert.rejects(stranger.videos.create({ model, prompt: 'A lion' }), wrong);
    const { id } = await client.videos.create({ model, prompt: 'A lion' });
    await assert.rejects(stranger.videos.retrieve(id), wrong);
    await assert.rejects(stranger.videos.downloadContent(id), wrong);
    assert.equal((await gateway.accepted()).length, 1);
  });

  it('reads what is wrong with a request', async () => {
    await assert.rejects(
      client.videos.create({ model, prompt: 'A lion', size: '1280x720' }),
      (e) => e instanceof BadRequestError && e.code === 'invalid_request' && /size must be one of/.test(e.message));
    assert.deepEqual(await gateway.accepted(), []);
  });

  it('reads that it asks too often', async () => {
    await gateway.addFault({ route: 'submit', fault: '429' });
    await assert.rejects(client.videos.create({ model, prompt: 'A lion' }), (e) => e instanceof RateLimitError && e.code === 'rate_limit_exceeded');
  });

  it('learns what is not there', async () => {
    await assert.rejects(client.videos.retrieve('task_none'), (e) => e instanceof BadRequestError && e.code === 'task_not_exist');
    await assert.rejects(client.videos.downloadContent('task_none'), (e) => e instanceof NotFoundError && e.code === 'task_not_exist');
    const { id } = await client.videos.create({ model, prompt: 'A lion' });
    await assert.rejects(client.videos.downloadContent(id), (e) => e instanceof BadRequestError && /not completed/.test(e.message));
  });

  // No page of TokenBay's has these, nor has new-api.
  it('finds no list, no deletion and no remix', async () => {
    const isAbsent = (e) => e instanceof NotFoundError && /Invalid URL/.test(e.message);
    const { id } = await client.videos.create({ model, prompt: 'A lion' });
    await assert.rejects(client.videos.list(), isAbsent);
    await assert.rejects(client.videos.delete(id), isAbsent);
    await assert.rejects(client.videos.remix(id, { prompt: 'On' }), isAbsent);
  });
});

describe('openai, where refusals come as HTTP 200, as the page has it', () => {
  before(async () => { gateway = await Gateway.start('--openai-videos'); });
  after(() => gateway.stop());

  it('gets an error in the place of a video', async () => {
    const answer = await clientWith('test-key').videos.create({ model, prompt: 'A lion', seconds: '5' });
    assert.equal(answer.id, undefined);
    assert.equal(answer.error.code, 'invalid_request');
    assert.match(answer.error.message, /duration must be 4, 6 or 8/);
    assert.deepEqual(await gateway.accepted(), []);
  });
});

describe('openai, at a relay', () => {
  let client;

  before(async () => {
    gateway = await Gateway.start();
    client = clientWith('test-key', '/relay');
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.reset());

  it('makes a video of a text, which has no link, and downloads it by the content route', async () => {
    const { video, seen } = await poll(client, await client.videos.create({ model, prompt: 'A lion', seconds: '8', size: '1280x720' }));
    assert.deepEqual(seen, ['queued', 'queued', 'in_progress', 'completed']);
    assert.deepEqual([video.prompt, video.seconds, video.size, video.error, video.metadata], ['A lion', '8', '1280x720', null, undefined]);
    assertFilmOf(video.id, await download(client, video.id));
    assert.deepEqual((await gateway.accepted())[0].request, { model, prompt: 'A lion', seconds: '8', size: '1280x720' });
  });

  it('hands over an image as a file and as a reference', async () => {
    await client.videos.create({ model, prompt: 'From a file', input_reference: await toFile(image, 'first.png', { type: 'image/png' }) });
    await client.videos.create({ model, prompt: 'From a link', input_reference: { image_url: 'https://example.com/a.png' } });
    const references = (await gateway.accepted()).map((task) => task.request.input_reference);
    assert.match(references[0], /\/uploads\/relay\/.*first\.png$/);
    assert.equal(references[1], 'https://example.com/a.png');
  });

  it('lists what there is, and deletes a video, which cancels nothing', async () => {
    const { id } = await client.videos.create({ model, prompt: 'A lion' });
    const listed = [];
    for await (const video of client.videos.list({ limit: 100 })) listed.push(video.id);
    assert.deepEqual(listed, [id]);
    assert.deepEqual(await client.videos.delete(id), { id, object: 'video.deleted', deleted: true });
    assert.equal((await gateway.accepted()).length, 1);
  });

  it('is told why a video failed, that a key is wrong, and what is not there', async () => {
    await gateway.setOutcome('failed', 'bad');
    const { video } = await poll(client, await client.videos.create({ model, prompt: 'A bad one' }));
    assert.match(video.error.message, /policy/);
    await assert.rejects(clientWith('another-key', '/relay').videos.retrieve(video.id), AuthenticationError);
    await assert.rejects(client.videos.retrieve('video_none'), NotFoundError);
    await assert.rejects(client.videos.create({ model, prompt: 'A lion', seconds: '5' }), (e) => e instanceof BadRequestError && /seconds must be one of/.test(e.message));
  });
});
