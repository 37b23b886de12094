import { parentPort, workerData } from 'node:worker_threads';
import { serveFolder } from './serve.js';

// A thread of its own: dynalite throws where a write fails, which then ends this thread and not the controller. What was
// answered before is on the disk, and nothing is written behind a write that failed.
const served = await serveFolder(String(workerData));
if (served.kind !== 'serving') parentPort?.postMessage(served);
else {
  parentPort?.postMessage({ kind: served.kind, holder: served.holder });
  parentPort?.once('message', () => void served.close().then(() => parentPort?.close()));
}
