import { exposureText } from '../domain/exposure.js';
import type { Attribution, Incident, Occurred } from '../domain/incident.js';
import type { Answers } from './answers.js';
import { fieldLines } from './field-text.js';
import { duration, utc } from './human-time.js';
import { counted, labelled, type Row, wrap } from './lines.js';
import { policyRows } from './policy-rows.js';
import type { Screen } from './screen.js';
import type { Span } from './span.js';
import { stateNames } from './state.js';

type Rows = readonly Row[];

const causes: Readonly<Record<Incident['cause'], string>> = {
  drift: 'drift: the declared value had been verified here before',
  rollout: 'rollout: the declared value is new here',
  onboarding: 'onboarding: this aspect was never verified here',
};

const spanText = (span: Span): string | undefined => {
  if (span.kind === 'exact') return duration(span.ms);
  if (span.kind === 'between') return `between ${duration(span.minMs)} and ${duration(span.maxMs)}`;
  return span.kind === 'contradictory' ? 'a time that the recorded moments contradict' : undefined;
};

const after = (span: Span, event: string): string => {
  const text = spanText(span);
  return text === undefined ? '' : `, ${text} after ${event}`;
};

const occurredText = (occurred: Occurred): string => {
  if (occurred.kind === 'at') return `${utc(occurred.at)}, by CloudTrail's time`;
  if (occurred.kind === 'between')
    return `between ${utc(occurred.from)}, when it was last seen as declared, and ${utc(occurred.to)}, when it was found`;
  return 'unknown: neither an event nor an earlier look tells';
};

const findingText = ({ finding, found, desired }: Incident): string | undefined => {
  if (finding === 'tampering') return desired.kind === 'value' ? String(desired.value) : undefined;
  if (finding === 'braked') return found.kind === 'observed' ? String(found.state) : undefined;
  if (found.kind === 'gone') return found.evidence;
  if (found.kind === 'unreadable') return `${found.error.name}: ${found.error.message}`;
  return finding === 'difference' ? undefined : finding;
};

/** Of a bucket it is always said, also that it is not known. */
const exposureRow = ({ change, resource }: Answers): readonly string[] | undefined => {
  if (change.exposure !== null) return [exposureText(change.exposure), ...change.exposure.because];
  return resource.bucket === null ? undefined : ['not known: nothing that decides it was read'];
};

const whoRows = (who: Attribution): Rows => {
  if (who.kind === 'unknown') return [['unknown', who.reason]];
  const { actor } = who;
  return [
    ['identity', `${actor.arn ?? actor.principalId ?? 'not stated'} (${actor.type})`],
    ['role', actor.role],
    ['acting for', actor.invokedBy],
    ['source IP', actor.sourceIp ?? 'not stated'],
    ['user agent', actor.userAgent ?? 'not stated'],
    ['MFA', actor.mfa === undefined ? 'not stated' : actor.mfa ? 'yes' : 'no'],
    ['call', `${who.call}, event ${who.event}`],
    ['certainty', who.confirmed ? 'confirmed' : 'claimed by an event, not confirmed'],
  ];
};

const meansRows = ({ means, remediation, broke }: Answers): Rows => {
  const runbook = means.escalation?.runbook ?? broke.policy.runbook;
  const sent = means.controller !== null;
  const steps = means.steps.map((step) => `${step.operation} (${step.effect})`).join(', ');
  return [
    ['controller', means.controller ?? 'none: Snapback has repaired nothing here'],
    [sent ? 'calls' : 'planned calls', steps === '' ? undefined : steps],
    ['S3 request ids', means.requestIds.length === 0 ? undefined : means.requestIds.join(', ')],
    ['decided', `${means.response} in mode ${means.mode}; outcome ${remediation.outcome}`],
    ['for a human', runbook?.trim().split('\n')],
  ];
};

const last = ([newest]: Answers['prevention']['before']): string =>
  newest === undefined ? '' : `, last ${utc(newest.detectedAt)} (${newest.id})`;

const preventionRows = ({ times, before, since, statement }: Answers['prevention']): Rows => [
  ['statement', statement ?? 'none known'],
  [
    'before',
    times === 0 ? 'never on this target' : `${counted(times, 'time')} on this target${last(before)}`,
  ],
  ['since', since === 0 ? 'not again' : counted(since, 'time')],
];

/** One numbered answer. */
export interface AnswerText {
  readonly question: string;
  readonly lines: readonly string[];
}

/** The nine answers for people, in the auditor's order. */
export function answerTexts(incident: Incident, answers: Answers, screen: Screen): readonly AnswerText[] {
  const { resource, change, broke, detection, remediation } = answers;
  const rows = (of: Rows): readonly string[] => labelled(of, screen.width);
  return [
    {
      question: 'Which resource and environment?',
      lines: rows([
        ['bucket', resource.bucket ?? undefined],
        ['account', `${resource.account} (${resource.partition})`],
        ['region', resource.region ?? undefined],
        ['environment', resource.environment ?? 'not declared'],
        ['owner', resource.owner ?? undefined],
        ['contact', resource.contact ?? undefined],
      ]),
    },
    {
      question: 'What changed? (- as found, + as declared)',
      lines: [
        ...rows([
          ['aspect', change.aspect],
          ['cause', causes[change.cause]],
          [change.finding, findingText(incident)],
          ['exposure', exposureRow(answers)],
          ['state', change.state ?? undefined],
        ]),
        ...fieldLines(change.fields, screen),
      ],
    },
    { question: 'When did it occur?', lines: wrap(occurredText(answers.occurred), screen.width) },
    { question: 'Who did it?', lines: rows(whoRows(answers.who)) },
    {
      question: 'Which baseline and policy did it break?',
      lines: rows([
        ['baseline', `${broke.baseline.name} (${broke.baseline.source})`],
        ...policyRows(broke.policy),
        ['severity', broke.severity],
        ['why', broke.policy.why.trim().split('\n')],
      ]),
    },
    {
      question: 'When and how was it detected?',
      lines: rows([
        ['detected', `${utc(detection.at)}${after(detection.after, 'it occurred')}`],
        ['by', `${detection.channel}; ${counted(detection.looks, 'look')} while open`],
      ]),
    },
    {
      question: 'When was it remediated and verified?',
      lines: rows([
        ['state', stateNames[remediation.state]],
        [
          'remediated',
          remediation.remediatedAt === null
            ? 'no'
            : `${utc(remediation.remediatedAt)}${after(remediation.detectedToRemediated, 'detection')}`,
        ],
        [
          'verified',
          remediation.verifiedAt === null
            ? 'no'
            : `${utc(remediation.verifiedAt)}${after(remediation.occurredToVerified, 'it occurred')}`,
        ],
        ['closed', remediation.closedAt === null ? 'no' : utc(remediation.closedAt)],
      ]),
    },
    { question: 'By what?', lines: rows(meansRows(answers)) },
    { question: 'What keeps it from happening again?', lines: rows(preventionRows(answers.prevention)) },
  ];
}
