import type { Ledger } from '../../controller/domain/ledger.js';
import type { Queue, Reconcile } from '../../controller/domain/ports.js';
import type { Target } from '../../controller/domain/target.js';
import { LookQueue } from '../../controller/runtime/queue.js';
import { defaultSettings } from '../../controller/runtime/settings.js';
import { SqsSource } from '../../controller/runtime/sqs-source.js';
import { runWorkers } from '../../controller/runtime/worker.js';
import type { FakeClock } from '../fakes/fake-clock.js';
import { RecordingLog } from '../fakes/recording-log.js';
import { enrolment } from './samples.js';

export interface LoopPorts {
  readonly clock: FakeClock;
  readonly messages: Queue;
  readonly ledger: Pick<Ledger, 'noteEvent' | 'noteAttempt'>;
  readonly reconcile: Reconcile;
  readonly isSelected?: (target: Target) => boolean;
  readonly mostOpen?: number;
}

/** A source of messages with workers behind it: what one process runs, without scans and outbox. */
export function startLoop({ isSelected = () => true, mostOpen = 500, ...ports }: LoopPorts) {
  const log = new RecordingLog();
  const looks = new LookQueue(10);
  const intake = new AbortController();
  const work = new AbortController();
  const all = { ...enrolment, ...ports, looks, log, random: () => 0.5, isSelected };
  const source = new SqsSource(all, { ...defaultSettings, mostOpen });
  const workers = { queue: looks, reconcile: ports.reconcile, clock: ports.clock, log, afterLook: () => {} };
  const receiving = source.receive(intake.signal);
  const parts = [
    receiving,
    source.keepHidden(work.signal),
    runWorkers(workers, { concurrency: 4, lookTimeoutMs: 600_000 }, work.signal),
  ];
  return { source, log, intake, work, receiving, ended: Promise.all(parts) };
}
