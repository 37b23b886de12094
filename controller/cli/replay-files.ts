import { readFile } from 'node:fs/promises';
import { aspectsOf } from '../aspects/index.js';
import { UserError } from '../domain/errors.js';
import { isObject } from '../domain/json.js';
import { type SavedState, savedSchema } from '../domain/saved-state.js';
import type { EventSignal, Look } from '../domain/signal.js';
import { type AccountTarget, parseTarget, type Target, targetKey } from '../domain/target.js';
import { parseMessage } from '../runtime/cloudtrail.js';

/** The saved states of a file, one on each line; rejects with a UserError that names the line that is none. */
export async function statesIn(file: string): Promise<ReadonlyMap<string, SavedState>> {
  const states = new Map<string, SavedState>();
  for (const { line, text } of await linesIn(file)) {
    const state = parsed(text);
    if (!isSavedState(state))
      throw new UserError(
        `${file}:${line} is no saved state. \`snapback save-state\` prints them, one on each line.`,
      );
    states.set(state.target, state);
  }
  return states;
}

const isSavedState = (value: unknown): value is SavedState =>
  isObject(value) &&
  value['schema'] === savedSchema &&
  value['kind'] === 'state' &&
  typeof value['target'] === 'string' &&
  parseTarget(value['target']) !== undefined &&
  Array.isArray(value['reads']) &&
  value['reads'].every(
    (read) => isObject(read) && typeof read['operation'] === 'string' && isObject(read['input']),
  );

/** What events ask to look at, and the lines that ask for nothing here, with why. */
export interface ReplayedEvents {
  readonly looks: readonly Look[];
  readonly passedOver: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * The looks that the events of a file ask for, one for each target: CloudTrail records, or the envelopes in which
 * EventBridge delivers them, one on each line.
 */
export async function looksIn(
  file: string,
  states: ReadonlyMap<string, SavedState>,
): Promise<ReplayedEvents> {
  const targets = [...states.keys()].flatMap((key) => parseTarget(key) ?? []);
  const accountOf = (id: string): AccountTarget | undefined => {
    const known = targets.find(({ account }) => account === id);
    return known && { kind: 'account', partition: known.partition, account: id };
  };
  const events = new Map<string, EventSignal[]>();
  const passedOver: { readonly line: number; readonly reason: string }[] = [];
  for (const { line, text } of await linesIn(file)) {
    const message = parseMessage(enveloped(text), { accountOf, aspectsOf });
    if (message.kind === 'change') {
      const key = targetKey(message.target);
      if (states.has(key)) events.set(key, [...(events.get(key) ?? []), message.event]);
      else passedOver.push({ line, reason: 'no state of its target was saved' });
    } else if (message.kind === 'malformed') {
      throw new UserError(`${file}:${line} is no record of CloudTrail: ${message.reason}.`);
    } else {
      const reason =
        message.kind === 'notOurs' ? message.reason : `${message.kind}: names no setting of one bucket`;
      passedOver.push({ line, reason });
    }
  }
  const looks = targets.flatMap((target): readonly Look[] => {
    const signals = events.get(targetKey(target));
    return signals === undefined ? [] : [{ target, signals, aspects: [], round: 0 }];
  });
  return { looks, passedOver };
}

/** A scan of every target whose state was saved. */
export const scansOf = (states: ReadonlyMap<string, SavedState>): readonly Look[] =>
  [...states.values()].flatMap(({ target: key, at }): readonly Look[] => {
    const target: Target | undefined = parseTarget(key);
    return target === undefined
      ? []
      : [{ target, signals: [{ kind: 'scan', at }], aspects: 'all', round: 0 }];
  });

/** A bare record in the envelope that EventBridge would put it into. */
function enveloped(text: string): string {
  const record = parsed(text);
  return isObject(record) && record['eventSource'] !== undefined
    ? JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record })
    : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function linesIn(file: string): Promise<readonly { readonly line: number; readonly text: string }[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${file} cannot be read.`, { cause });
  });
  return text
    .split('\n')
    .map((one, index) => ({ line: index + 1, text: one.trim() }))
    .filter((one) => one.text !== '');
}
