import type { Ledger } from '../domain/ledger.js';
import type { Clock, Log } from '../domain/ports.js';
import type { EventSignal, Look, Signal } from '../domain/signal.js';
import type { Tampering } from '../domain/tampering.js';
import type { Target } from '../domain/target.js';
import { earliest, instant } from '../domain/time.js';
import { type Enrolment, parseMessage } from './cloudtrail.js';
import type { PointClaim } from './event-target.js';

/** What is left to do about a message: nothing, looks, or to put it aside because nobody can read it. */
export type Intake =
  | { readonly kind: 'done' }
  | { readonly kind: 'look'; readonly looks: readonly Look[] }
  | { readonly kind: 'poison'; readonly reason: string };

export interface IntakePorts extends Enrolment {
  readonly ledger: Pick<Ledger, 'noteEvent' | 'noteAttempt'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether any baseline may select the target; what nothing selects costs no read unless it is new. */
  readonly isSelected: (target: Target) => boolean;
  /** The bucket behind an access point as S3 says it, if the point is there; without it points are seen by scans alone. */
  readonly bucketOfPoint?: (point: PointClaim) => Promise<Target | undefined>;
  /** Tells people that somebody changed what Snapback rests on; is in the ledger when it resolves. */
  readonly tampered?: (tampering: Tampering) => Promise<void>;
}

/**
 * Takes one message in: events and attempts are in the ledger when it returns. The same message may be taken in
 * again. Rejects if the ledger cannot be written.
 */
export async function takeIn(text: string, ports: IntakePorts): Promise<Intake> {
  const { ledger, clock, log, isSelected } = ports;
  const message = parseMessage(text, ports);
  const clamped = <S extends Signal>(signal: S): S => ({
    ...signal,
    at: earliest(signal.at, instant(clock.now())),
  });
  switch (message.kind) {
    case 'malformed':
      return { kind: 'poison', reason: message.reason };
    case 'notOurs':
      log.debug('message passed over', { reason: message.reason });
      return { kind: 'done' };
    case 'attempt': {
      const { attempt } = message;
      if (isSelected(attempt.target)) {
        await ledger.noteAttempt({ ...attempt, event: clamped(attempt.event) });
      }
      return { kind: 'done' };
    }
    case 'change': {
      const event = clamped(message.event);
      if (!isSelected(message.target) && !isBirth(event)) return { kind: 'done' };
      await ledger.noteEvent(message.target, event);
      return { kind: 'look', looks: [lookFor(message.target, event, message.region)] };
    }
    case 'point': {
      const target = await ports.bucketOfPoint?.(message.point);
      if (target === undefined || !isSelected(target)) return { kind: 'done' };
      const event = clamped(message.event);
      await ledger.noteEvent(target, event);
      return { kind: 'look', looks: [lookFor(target, event, message.point.region)] };
    }
    case 'finding': {
      const signal = clamped({ kind: 'finding', at: message.at });
      const targets = message.targets.filter(isSelected);
      return {
        kind: 'look',
        looks: targets.map((target) => ({ target, signals: [signal], aspects: 'all', round: 0 })),
      };
    }
    case 'tampering': {
      const { tampering } = message;
      await ports.tampered?.({ ...tampering, event: clamped(tampering.event) });
      return { kind: 'done' };
    }
    case 'recheck': {
      const { target, signals } = message.look;
      if (!isSelected(target) && !signals.some(isBirth)) return { kind: 'done' };
      return { kind: 'look', looks: [{ ...message.look, signals: message.look.signals.map(clamped) }] };
    }
  }
}

/** A bucket that nothing selects is news as long as nobody has seen it. */
const isBirth = (signal: Signal): boolean => signal.kind === 'event' && signal.call === 'CreateBucket';

const lookFor = (target: Target, event: EventSignal, region: string | undefined): Look => ({
  target,
  signals: [event],
  aspects: event.aspects.length === 0 ? 'all' : event.aspects,
  ...(region === undefined ? {} : { region }),
  round: 0,
});
