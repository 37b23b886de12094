import { setMaxListeners } from 'node:events';
import type { Ledger } from '../domain/ledger.js';
import type { Owned } from '../domain/own-resource.js';
import type { Clock, Listing, Log, Notifier, Queue, Random, Reconcile } from '../domain/ports.js';
import type { Tampering } from '../domain/tampering.js';
import type { AccountTarget, Target } from '../domain/target.js';
import { within } from './deadline.js';
import type { Errands } from './errands.js';
import type { AspectsOf } from './event-aspects.js';
import { errorFields } from './failure-log.js';
import type { IntakePorts } from './intake.js';
import type { LiveCatalogue } from './live-catalogue.js';
import { lookingAgain } from './look-again.js';
import { Outbox } from './outbox.js';

import { type LookEnd, LookQueue } from './queue.js';
import type { ScanPorts } from './scan-pass.js';
import { runScans } from './scan-source.js';
import type { Settings } from './settings.js';
import { SqsSource } from './sqs-source.js';
import { type Waits, waitingFor } from './waits.js';
import { runWorkers } from './worker.js';

export interface ControllerPorts {
  readonly reconcile: Reconcile;
  readonly ledger: Pick<
    Ledger,
    | 'noteEvent'
    | 'noteAttempt'
    | 'know'
    | 'goodState'
    | 'rememberGood'
    | 'scanCursor'
    | 'saveScanCursor'
    | 'acquire'
    | 'renew'
    | 'release'
    | 'undelivered'
    | 'delivered'
  >;
  readonly messages: Queue;
  readonly listing: Listing;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Whether any baseline may select the target; what nothing selects costs no read. */
  readonly isSelected: (target: Target) => boolean;
  readonly aspectsOf: AspectsOf;
  readonly accounts: readonly AccountTarget[];
  /** What Snapback rests on, and whom to tell when somebody changes it. */
  readonly owned?: readonly Owned[];
  readonly tampered?: IntakePorts['tampered'];
  readonly endBrakes?: NonNullable<ScanPorts['endBrakes']>;
  readonly lookAtOwn?: NonNullable<ScanPorts['lookAtOwn']>;
  readonly bucketOfPoint?: NonNullable<IntakePorts['bucketOfPoint']>;
  /** What is done beside the looks; ends with them. */
  readonly errands?: Pick<Errands, 'run'>;
  /** Keeps the audit sealed; missing where nobody asked for it. */
  readonly seals?: { run(signal: AbortSignal): Promise<void> };
  /** The catalogue in force, which follows its files; missing where it never changes. */
  readonly catalogue?: Pick<LiveCatalogue, 'run' | 'generation' | 'changed'>;
  readonly settings: Settings;
}

export interface Controller {
  /** Takes nothing new in, waits so long for the messages in hand, then ends. What is left comes again. */
  stop(drainMs: number): Promise<void>;
  /** Resolves when everything has ended; rejects if a part died that must not. */
  readonly done: Promise<void>;
}

/** Starts the loop: messages and scans in, looks at one target at a time, notifications out. */
export function startController(given: ControllerPorts): Controller {
  const ports = answeredInTime(given);
  const { clock, log, accounts, settings } = ports;
  const intake = new AbortController();
  const work = new AbortController();
  // Every worker and every account listens to one of the two: many listeners are no leak here.
  setMaxListeners(0, intake.signal, work.signal);
  const looks = new LookQueue(settings.scanRoom);
  const byId = new Map(accounts.map((account) => [account.account, account]));
  const outbox = new Outbox(ports, settings);
  const tampered = async (tampering: Tampering): Promise<void> => {
    await ports.tampered?.(tampering);
    outbox.poke();
  };
  const source = new SqsSource({ ...ports, tampered, looks, accountOf: (id) => byId.get(id) }, settings);
  const afterLook = (end: LookEnd): void => {
    if (mayNotify(end)) outbox.poke();
  };
  const parts = [
    source.receive(intake.signal),
    source.keepHidden(work.signal),
    runScans({ ...ports, looks }, settings.scanIntervalMs, intake.signal),
    runWorkers(
      { ...ports, reconcile: lookingAgain(ports.reconcile, ports), queue: looks, afterLook },
      settings,
      work.signal,
    ),
    outbox.run(work.signal),
    ports.errands?.run(work.signal),
    ports.seals?.run(work.signal),
    ports.catalogue?.run(settings.reloadMs, intake.signal, () => outbox.poke()),
  ];
  const end = (reason: Error): void => {
    intake.abort(reason);
    work.abort(reason);
  };
  const done = Promise.all(parts).then(
    () => {},
    (error: unknown) => {
      log.error('controller died', errorFields(error));
      end(new Error('A part of the controller died.', { cause: error }));
      throw error;
    },
  );
  return {
    done,
    async stop(drainMs) {
      const stopping = new Error('The controller is stopping.');
      intake.abort(stopping);
      await within(clock, drainMs, source.drained(), work.signal).catch((error: unknown) =>
        log.warn('stopped with messages in hand', errorFields(error)),
      );
      end(stopping);
      await done;
    },
  };
}

/** A call to the ledger or the queue that never ends must hold nothing up for ever; waiting for messages has a length of its own. */
function answeredInTime(ports: ControllerPorts): ControllerPorts {
  const { clock, settings, messages, tampered, endBrakes, lookAtOwn, bucketOfPoint } = ports;
  const waits: Waits = (begin) =>
    within(clock, settings.callTimeoutMs, begin(), new AbortController().signal);
  return {
    ...ports,
    ledger: waitingFor(ports.ledger, waits, new Set(['undelivered'])),
    messages: {
      receive: (seconds, signal) => messages.receive(seconds, signal),
      delete: (some) => waits(() => messages.delete(some)),
      extend: (some, seconds) => waits(() => messages.extend(some, seconds)),
      send: (body, seconds) => waits(() => messages.send(body, seconds)),
    },
    listing: { page: (account, token) => waits(() => ports.listing.page(account, token)) },
    ...(endBrakes && { endBrakes: (account, buckets) => waits(() => endBrakes(account, buckets)) }),
    ...(tampered && { tampered: (tampering) => waits(() => tampered(tampering)) }),
    ...(lookAtOwn && { lookAtOwn: (account) => waits(() => lookAtOwn(account)) }),
    ...(bucketOfPoint && { bucketOfPoint: (point) => waits(() => bucketOfPoint(point)) }),
  };
}

/** A clean or ignored aspect tells nobody anything; a failed look may have opened an incident before it failed. */
const mayNotify = (end: LookEnd): boolean =>
  end.kind !== 'looked' ||
  [...end.result.outcomes.values()].some((outcome) => outcome !== 'clean' && outcome !== 'ignored');
