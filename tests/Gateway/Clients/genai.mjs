// generateVideos, getVideosOperation and files.download of @google/genai against the paths of the Gemini API and of Vertex AI.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ApiError, GoogleGenAI, VideoGenerationReferenceType } from '@google/genai';
import { OAuth2Client } from 'google-auth-library';
import { Gateway, assertFilmOf, image } from './gateway.mjs';

const model = 'veo-3.1-fast-generate-preview';
const png = { imageBytes: image.toString('base64'), mimeType: 'image/png' };
const wirePng = { bytesBase64Encoded: png.imageBytes, mimeType: 'image/png' };
let gateway;
let folder;
let client;

const clientWith = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: gateway.address } });

const vertexWith = (token) => new GoogleGenAI({
  vertexai: true,
  project: 'p1',
  location: 'us-central1',
  apiVersion: 'v1',
  googleAuthOptions: { authClient: new OAuth2Client({ credentials: { access_token: token, expiry_date: Date.now() + 3_600_000 } }) },
  httpOptions: { baseUrl: gateway.address },
});

/** As the page's sample does, without the pause. */
async function poll(operation) {
  const seen = [operation.done ?? false];
  while (!operation.done) {
    operation = await client.operations.getVideosOperation({ operation });
    seen.push(operation.done ?? false);
  }
  return { operation, seen };
}

/** The client takes a file's name out of an https link only, and asks its own base for it. */
const overTls = (video) => ({ ...video, uri: video.uri.replace(/^http:/, 'https:') });

async function download(file, name) {
  const downloadPath = join(folder, name);
  await client.files.download({ file, downloadPath });
  return readFile(downloadPath);
}

const taskOf = (operation) => operation.name.split('/').at(-1);

const requests = async () => (await gateway.accepted()).map(({ request: { model, ...body } }) => body);

for (const elsewhere of [false, true]) {
  describe(`genai, where films lie ${elsewhere ? 'on another host' : 'at the same origin'}`, () => {
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'veops-'));
      gateway = await Gateway.start(...elsewhere ? ['--media-elsewhere'] : []);
      client = clientWith('test-key');
    });
    after(async () => {
      await gateway.stop();
      await rm(folder, { recursive: true });
    });
    beforeEach(() => gateway.reset());

    it('makes a video of a text, waits for it and downloads it whole', async () => {
      const config = { aspectRatio: '9:16', durationSeconds: 8, resolution: '1080p', personGeneration: 'allow_all', negativePrompt: 'rain', numberOfVideos: 1 };
      const created = await client.models.generateVideos({ model, source: { prompt: 'A lion' }, config });
      assert.match(created.name, /^models\/veo-3\.1-fast-generate-preview\/operations\/[a-z0-9]+$/);

      const { operation, seen } = await poll(created);
      assert.deepEqual(seen, [false, false, false, true]);
      assert.deepEqual([operation.name, operation.error], [created.name, undefined]);
      assert.equal(operation.response.generatedVideos.length, 1);
      assertFilmOf(taskOf(operation), await download(overTls(operation.response.generatedVideos[0].video), 'text.mp4'));
      const { numberOfVideos: sampleCount, ...parameters } = config;
      assert.deepEqual(await requests(), [{ instances: [{ prompt: 'A lion' }], parameters: { ...parameters, sampleCount } }]);
    });

    it('makes a video of a first frame', async () => {
      const { operation } = await poll(await client.models.generateVideos({ model, source: { prompt: 'On', image: png } }));
      assertFilmOf(taskOf(operation), await download(overTls(operation.response.generatedVideos[0].video), 'image.mp4'));
      assert.deepEqual(await requests(), [{ instances: [{ prompt: 'On', image: wirePng }] }]);
    });

    it('hands over a last frame, references, and a video of its own to go on with', async () => {
      await client.models.generateVideos({ model, source: { prompt: 'To', image: png }, config: { lastFrame: png } });
      const referenceImages = [{ image: png, referenceType: VideoGenerationReferenceType.ASSET }];
      await client.models.generateVideos({ model, source: { prompt: 'With' }, config: { referenceImages } });
      const { operation } = await poll(await client.models.generateVideos({ model, source: { prompt: 'First' } }));
      const { video } = operation.response.generatedVideos[0];
      await client.models.generateVideos({ model, source: { prompt: 'On', video } });

      assert.deepEqual((await requests()).map(({ instances: [instance] }) => instance), [
        { prompt: 'To', image: wirePng, lastFrame: wirePng },
        { prompt: 'With', referenceImages: [{ image: wirePng, referenceType: 'ASSET' }] },
        { prompt: 'First' },
        { prompt: 'On', video: { uri: video.uri, ...video.mimeType && { encoding: video.mimeType } } },
      ]);
    });

    it('is told why a video failed', async () => {
      await gateway.setOutcome('failed', 'bad');
      const { operation } = await poll(await client.models.generateVideos({ model, source: { prompt: 'A bad one' } }));
      assert.equal(operation.response, undefined);
      assert.equal(operation.error.code, 3);
      assert.match(operation.error.message, /guidelines/);
    });

    it('is told that there is no video', async () => {
      await gateway.setOutcome('noVideo', 'none');
      const { operation } = await poll(await client.models.generateVideos({ model, source: { prompt: 'none' } }));
      assert.deepEqual([operation.error, operation.response.generatedVideos], [undefined, undefined]);
    });

    it('is refused with a wrong key', async () => {
      const wrong = (e) => e instanceof ApiError && e.status === 400 && /API key not valid/.test(e.message);
      const stranger = clientWith('another-key');
      await assert.rejects(stranger.models.generateVideos({ model, source: { prompt: 'A lion' } }), wrong);
      const { operation } = await poll(await client.models.generateVideos({ model, source: { prompt: 'A lion' } }));
      await assert.rejects(stranger.operations.getVideosOperation({ operation }), wrong);
      const file = overTls(operation.response.generatedVideos[0].video);
      await assert.rejects(stranger.files.download({ file, downloadPath: join(folder, 'none.mp4') }), wrong);
      assert.equal((await gateway.accepted()).length, 1);
    });

    it('reads what is wrong with a request, and what is not there', async () => {
      const says = (status, pattern) => (e) => e instanceof ApiError && e.status === status && pattern.test(e.message);
      await assert.rejects(client.models.generateVideos({ model, source: { prompt: 'A lion' }, config: { aspectRatio: '1:1' } }), says(400, /aspectRatio/));
      await assert.rejects(client.files.download({ file: 'files/none', downloadPath: join(folder, 'none.mp4') }), says(404, /NOT_FOUND/));
      const created = await client.models.generateVideos({ model, source: { prompt: 'A lion' } });
      created.name = created.name.replace(/[^/]+$/, 'none');
      await assert.rejects(client.operations.getVideosOperation({ operation: created }), says(404, /NOT_FOUND/));
    });
  });
}

describe('genai, with Vertex AI', () => {
  const model = 'veo-3.1-fast-generate-001';
  const film = 'gs://bucket/film.mp4';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veops-'));
    gateway = await Gateway.start();
    client = vertexWith('test-key');
  });
  after(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => gateway.reset());

  it('makes videos, waits for them and takes them out of the answer', async () => {
    const config = { numberOfVideos: 2, seed: 7, generateAudio: false, personGeneration: 'dont_allow', lastFrame: { gcsUri: 'gs://bucket/last.png', mimeType: 'image/png' } };
    const { operation, seen } = await poll(await client.models.generateVideos({ model, source: { prompt: 'A lion', image: png }, config }));
    assert.deepEqual(seen, [false, false, false, true]);
    assert.equal(operation.response.generatedVideos.length, 2);
    for (const [index, video] of operation.response.generatedVideos.entries()) {
      assertFilmOf(`${taskOf(operation)}_${index}`, await download(video, `vertex-${index}.mp4`));
    }

    const { numberOfVideos: sampleCount, lastFrame, ...parameters } = config;
    assert.deepEqual(await requests(), [{ instances: [{ prompt: 'A lion', image: wirePng, lastFrame }], parameters: { ...parameters, sampleCount } }]);
  });

  it('goes on with a video, and is told why one failed', async () => {
    await gateway.setOutcome('failed', 'bad');
    const created = await client.models.generateVideos({ model, source: { prompt: 'A bad one', video: { uri: film, mimeType: 'video/mp4' } } });
    assert.deepEqual(await requests(), [{ instances: [{ prompt: 'A bad one', video: { gcsUri: film, mimeType: 'video/mp4' } }] }]);
    const { operation } = await poll(created);
    assert.deepEqual([operation.response, operation.error.code], [undefined, 3]);
  });

  it('is refused with a wrong token', async () => {
    const wrong = (e) => e instanceof ApiError && e.status === 401 && /UNAUTHENTICATED/.test(e.message);
    await assert.rejects(vertexWith('another').models.generateVideos({ model, source: { prompt: 'A lion' } }), wrong);
    assert.deepEqual(await gateway.accepted(), []);
  });
});
