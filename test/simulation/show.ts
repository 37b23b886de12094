import type { Happening } from './history.js';

const short = (target: string): string => target.replace(/^aws\/\d{8}(\d{4})\/(?:bucket\/)?/, '$1:');

/** One line for people. */
function line(one: Happening): string {
  switch (one.kind) {
    case 'change': {
      const grants = one.grants.size === 0 ? '' : `, open to ${[...one.grants].join(' ')}`;
      return `${one.by} did ${one.operation} to ${short(one.target)}${one.event === undefined ? ', silently' : ''}${grants}`;
    }
    case 'sending':
      return `${one.process} sends ${one.step.operation} (${one.step.effect}) to ${short(one.target)} under fence ${one.fence}`;
    case 'read':
      return `${one.process} reads ${one.document} of ${short(one.target)}${one.isStale ? ' as it was before' : ''}${one.error === undefined ? '' : `: ${one.error}`}`;
    case 'lease':
      return `${one.process} has the lease of ${short(one.target)} ${one.what}`;
    case 'recall':
      return `${one.process} looks at ${short(one.target)}`;
    case 'row':
      return `${one.process} keeps ${short(one.pk)} ${one.sk}${one.row['outcome'] === undefined ? '' : ` (${String(one.row['status'])}, ${String(one.row['outcome'])})`}`;
    case 'mail': {
      const what = /"eventName":"(\w+)"/.exec(one.body)?.[1] ?? 'a re-check';
      return `${one.id} (${what}) ${one.what}${one.process === undefined ? '' : ` by ${one.process}`}`;
    }
    case 'fault':
      return `FAULT ${one.fault}${one.process === undefined ? '' : ` of ${one.process}`}${one.site === undefined ? '' : ` at: ${one.site}`}`;
    case 'note':
      return `${one.process === undefined ? '' : `${one.process} `}${one.text}`;
    case 'told':
      return `people are told: ${one.incident} ${one.what}`;
  }
}

/** A history as people read it, one line for each thing that happened. */
export const shown = (happenings: readonly Happening[]): string =>
  happenings.map((one) => `${(one.at / 1000).toFixed(3).padStart(9)}  ${line(one)}\n`).join('');
