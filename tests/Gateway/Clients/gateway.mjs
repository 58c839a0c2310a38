import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));

/** A gateway in a process of its own, which ends with ours. */
export class Gateway {
  #process;

  constructor(process, address) {
    this.#process = process;
    this.address = address;
  }

  /** Starts one. Of three polls the first finds a task queued, the second running, the third ended. */
  static async start(...options) {
    const process = spawn('dotnet', ['run', '--no-build', '--project', project, '--', '--exit-with-stdin', '--polls', '3', ...options], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await Promise.race([
      once(createInterface({ input: process.stdout }), 'line'),
      once(process, 'exit').then(([code]) => { throw new Error(`The gateway ended with ${code}.`); }),
    ]);
    return new Gateway(process, line.replace('Listening on ', ''));
  }

  async stop() {
    const ended = once(this.#process, 'exit');
    this.#process.stdin.end();
    await ended;
  }

  /** What was bought. */
  accepted() {
    return this.#control('accepted');
  }

  /** What was asked, of one route. */
  async requests(route) {
    return (await this.#control('requests')).filter((request) => request.route === route);
  }

  /** How tasks end whose prompt has this in it. */
  setOutcome(outcome, prompt) {
    return this.#control('outcome', { outcome, prompt });
  }

  addFault(fault) {
    return this.#control('faults', [fault]);
  }

  reset() {
    return this.#control('reset', {});
  }

  async #control(path, body) {
    const response = await fetch(`${this.address}/_control/${path}`, body && { method: 'POST', body: JSON.stringify(body) });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  }
}

/** That these bytes are one MP4, whole, and this task's: the gateway writes a task's id into its film. */
export function assertFilmOf(taskId, bytes) {
  const boxes = [];
  for (let at = 0; at < bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const length = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    boxes.push(bytes.toString('latin1', at + 4, at + 8));
    at += length;
    assert.ok(length >= 8 && at <= bytes.length, `The box ${boxes.at(-1)} does not end where the film does.`);
  }

  assert.equal(boxes[0], 'ftyp');
  assert.ok(boxes.includes('moov') && boxes.includes('mdat'), boxes.join());
  assert.ok(bytes.includes(taskId), `The film is not that of ${taskId}.`);
}

/** The first bytes of a PNG, as an image. */
export const image = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
