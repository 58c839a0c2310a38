// The predictions and the files of the replicate package against Replicate's paths.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import Replicate from 'replicate';
import { Gateway, assertFilmOf, image } from './gateway.mjs';

const model = 'google/veo-3.1-fast';
let gateway;

const clientWith = (auth) => new Replicate({ auth, baseUrl: `${gateway.address}/v1`, useFileOutput: false });
const refused = (status) => (e) => e.response?.status === status;

describe('replicate', () => {
  let client;

  before(async () => {
    gateway = await Gateway.start();
    client = clientWith('test-key');
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.reset());

  it('makes a video of a text, waits for it and downloads it whole without the key', async () => {
    const input = { prompt: 'A lion', duration: 8, generate_audio: false };
    const created = await client.predictions.create({ model, input, webhook: 'https://hooks.example/veo', webhook_events_filter: ['completed'] });
    assert.equal(created.status, 'starting');

    const seen = [];
    for (let now = created; now.status !== 'succeeded';) {
      now = await client.predictions.get(created.id);
      seen.push(now.status);
      assert.ok(seen.length < 10, seen.join());
      created.output = now.output;
    }

    assert.deepEqual(seen, ['starting', 'processing', 'succeeded']);
    assertFilmOf(created.id, Buffer.from(await (await fetch(created.output)).arrayBuffer()));
    const [accepted] = await gateway.accepted();
    assert.deepEqual(accepted.request, { input, webhook: 'https://hooks.example/veo', webhook_events_filter: ['completed'] });
  });

  it('uploads a file that is given as an image', async () => {
    await client.predictions.create({ model, input: { prompt: 'On', image } });
    const { image: link } = (await gateway.accepted())[0].request.input;
    assert.match(link, /\/uploads\/replicate\//);
    assert.deepEqual(Buffer.from(await (await fetch(link)).arrayBuffer()), image);
  });

  it('is told why a prediction failed', async () => {
    await gateway.setOutcome('failed', 'bad');
    const { id } = await client.predictions.create({ model, input: { prompt: 'A bad one' } });
    let now;
    do now = await client.predictions.get(id); while (now.status !== 'failed');
    assert.match(now.error, /E005/);
    assert.equal(now.output, null);
  });

  it('cancels what runs, and lists what it has made', async () => {
    const { id } = await client.predictions.create({ model, input: { prompt: 'A lion' } });
    assert.equal((await client.predictions.cancel(id)).status, 'canceled');
    assert.equal((await client.predictions.get(id)).status, 'canceled');
    const { results } = await client.predictions.list();
    assert.deepEqual(results.map((each) => [each.id, each.input]), [[id, { prompt: 'A lion' }]]);
  });

  it('is refused with a wrong key, with a field of the wrong type and for a model that is not there', async () => {
    await assert.rejects(clientWith('another-key').predictions.create({ model, input: { prompt: 'A lion' } }), refused(401));
    await assert.rejects(client.predictions.create({ model, input: { prompt: 'A lion', duration: '8s' } }), refused(422));
    await assert.rejects(client.predictions.create({ model: 'google/veo-9', input: { prompt: 'A lion' } }), refused(404));
    await assert.rejects(client.predictions.get('none'), refused(404));
    assert.deepEqual(await gateway.accepted(), []);
  });
});
