import pc from 'picocolors';
import type { Verdict } from '../exposure/verdict.js';
import { indent, labelled, type Row } from '../report/lines.js';
import { printable } from '../report/printable.js';
import type { Screen } from '../report/screen.js';

/** What is open, in words. */
export function headline({ effectivelyPublic: { read, write }, policyPublic, reasons }: Verdict): string {
  if (read || write)
    return `PUBLIC: anybody can ${[...(read ? ['read'] : []), ...(write ? ['write'] : [])].join(' and ')}`;
  const neutralized = reasons.some(({ of }) => of === 'publicAccessBlock');
  if (neutralized) return 'public on paper, and neutralized by Block Public Access';
  return policyPublic ? 'public on paper, and nobody from outside gets anything by it' : 'not public';
}

/** One verdict for people: what is open, to whom else, and why. */
export function exposureText(name: string, verdict: Verdict, screen: Screen): string {
  const { bold, red, green, yellow } = pc.createColors(screen.color);
  const { read, write } = verdict.effectivelyPublic;
  const paint = read || write ? red : verdict.policyPublic ? yellow : green;
  const list = (ids: readonly string[]): string => (ids.length === 0 ? 'none' : ids.join(', '));
  const lost = verdict.externalAccounts.filter((id) => !verdict.effectiveExternalAccounts.includes(id));
  const rows: readonly Row[] = [
    ['lets in', list(verdict.effectiveExternalAccounts)],
    [
      'shut out',
      lost.length === 0 ? undefined : `${list(lost)}, named and kept out by RestrictPublicBuckets`,
    ],
    [
      'any caller',
      verdict.anonymousOrAnyPrincipal ? 'allowed before Block Public Access and Deny' : undefined,
    ],
    [
      'who may',
      verdict.grantsAclWriteExternal
        ? 'somebody outside may change ACLs, the policy or what blocks them'
        : verdict.grantsAclWrite
          ? 'somebody of the account, or a service, may change ACLs, the policy or what blocks them'
          : undefined,
    ],
    ['why', verdict.reasons.length === 0 ? undefined : verdict.reasons.map(({ text }) => text)],
    ['look at', verdict.warnings.length === 0 ? undefined : verdict.warnings.map(({ text }) => text)],
  ];
  return [
    `${bold(printable(name))}  ${paint(headline(verdict))}`,
    ...indent(labelled(rows, screen.width - 2), 2),
    '',
  ].join('\n');
}
