// The video calls of @openrouter/sdk, which checks every answer against OpenRouter's OpenAPI document.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { OpenRouter } from '@openrouter/sdk';
import { Gateway, assertFilmOf, image } from './gateway.mjs';

const model = 'google/veo-3.1-fast';
const dataUri = `data:image/png;base64,${image.toString('base64')}`;
let gateway;

const clientWith = (apiKey) => new OpenRouter({ apiKey, serverURL: `${gateway.address}/api/v1`, retryConfig: { strategy: 'none' } });

async function poll(client, job) {
  const seen = [job.status];
  while (job.status === 'pending' || job.status === 'in_progress') {
    job = await client.videoGeneration.getGeneration({ jobId: job.id });
    seen.push(job.status);
  }
  return { job, seen };
}

async function download(client, jobId) {
  const chunks = [];
  for await (const chunk of await client.videoGeneration.getVideoContent({ jobId, index: 0 })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('@openrouter/sdk', () => {
  let client;
  const generate = (videoGenerationRequest) => client.videoGeneration.generate({ videoGenerationRequest });
  const refused = (status) => (error) => error.statusCode === status;

  before(async () => {
    gateway = await Gateway.start();
    client = clientWith('test-key');
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.reset());

  it('makes a video of a text, waits for it, downloads it whole and reads what it cost', async () => {
    const { job, seen } = await poll(client, await generate({ model, prompt: 'A lion', duration: 8, resolution: '720p', aspectRatio: '16:9' }));
    assert.deepEqual(seen, ['pending', 'pending', 'in_progress', 'completed']);
    assert.deepEqual([job.usage.cost, job.usage.isByok, job.unsignedUrls.length], [0.8, false, 1]);
    assertFilmOf(job.id, await download(client, job.id));
    assert.deepEqual((await gateway.accepted())[0].request, { model, prompt: 'A lion', duration: 8, resolution: '720p', aspect_ratio: '16:9' });
  });

  it('sends every field under the name of the page', async () => {
    const url = (address) => ({ type: 'image_url', imageUrl: { url: address } });
    await generate({
      model, prompt: 'On', duration: 8, resolution: '4K', aspectRatio: '9:16', generateAudio: false, seed: 7, callbackUrl: 'https://hooks.example/veo',
      frameImages: [{ ...url(dataUri), frameType: 'first_frame' }, { ...url('https://example.com/b.png'), frameType: 'last_frame' }],
      provider: { options: { googleVertex: { parameters: { negativePrompt: 'rain' } } } },
    });
    await generate({ model, prompt: 'On', inputReferences: [url('https://example.com/a.png')] });
    const [first, second] = (await gateway.accepted()).map((task) => task.request);
    assert.deepEqual(first.frame_images.map((frame) => frame.frame_type), ['first_frame', 'last_frame']);
    assert.deepEqual([first.callback_url, first.generate_audio, first.provider.options['google-vertex'].parameters.negativePrompt], ['https://hooks.example/veo', false, 'rain']);
    assert.deepEqual(second.input_references, [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }]);
  });

  it('is told why a job failed', async () => {
    await gateway.setOutcome('failed', 'bad');
    const { job } = await poll(client, await generate({ model, prompt: 'A bad one' }));
    assert.equal(job.status, 'failed');
    assert.match(job.error, /policy/);
    await assert.rejects(download(client, job.id), refused(404));
  });

  it('reads the list of models with their prices', async () => {
    const { data } = await client.videoGeneration.listVideosModels();
    assert.deepEqual(data.map((each) => each.id), ['google/veo-3.1', 'google/veo-3.1-fast', 'google/veo-3.1-lite']);
    assert.equal(data[1].pricingSkus.duration_seconds_with_audio, '0.12');
  });

  it('is refused with a wrong key, for what is not there, and for what is out of range', async () => {
    const stranger = clientWith('another-key');
    await assert.rejects(stranger.videoGeneration.generate({ videoGenerationRequest: { model, prompt: 'A lion' } }), refused(401));
    await assert.rejects(client.videoGeneration.getGeneration({ jobId: 'none' }), refused(404));
    await assert.rejects(generate({ model, prompt: 'A lion', duration: 5 }), refused(400));
    assert.deepEqual(await gateway.accepted(), []);
  });

  it('reads that it asks too often, and that there is no credit', async () => {
    await gateway.addFault({ route: 'submit', fault: '429', first: 1 });
    await assert.rejects(generate({ model, prompt: 'A lion' }), refused(429));
    await gateway.reset();
    await gateway.addFault({ route: 'submit', fault: 'gatewayCode', code: '402', first: 1 });
    await assert.rejects(generate({ model, prompt: 'A lion' }), refused(402));
    assert.deepEqual(await gateway.accepted(), []);
  });
});
