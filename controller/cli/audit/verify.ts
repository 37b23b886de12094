import { type Verdict, verifyAudit } from '../../audit/verifying.js';
import { counted } from '../../report/lines.js';
import type { Command } from '../command.js';
import { needed } from '../settings.js';
import { faultText } from './fault-text.js';
import { bookOf } from './seals.js';

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Find every row of the audit that was changed, deleted, added or moved, and say where',
  options: [
    {
      flag: '--key <file>',
      about: 'public keys in PEM that are trusted to seal (default: the one of --seal-key)',
    },
  ],
  examples: ['audit verify', 'audit verify --seals /mnt/seals --key seal.pub.pem --json'],
  async run(tools, { json, text }) {
    const { settings, terminal } = tools;
    const keyFile = () => text('key') ?? needed(settings, 'sealKey');
    const book = settings.seals === undefined ? undefined : bookOf(tools, keyFile());
    const verdict = await verifyAudit({
      trail: tools.auditTrail(),
      ...(book === undefined ? {} : { book }),
    });
    terminal.out(
      json ? `${JSON.stringify({ schema: 1, kind: 'audit', ...verdict }, null, 2)}\n` : verdictText(verdict),
    );
    return verdict.faults.length === 0 ? 0 : 1;
  },
};

function verdictText({ chains, rows, unsealed, beyondHead, newest, faults }: Verdict): string {
  const seals =
    newest === undefined
      ? 'Without seals only chains and heads were compared: whoever may write the table can make another whole one.'
      : `Seal ${newest.number} of ${newest.at || 'an unknown time'} is the newest; ${counted(unsealed, 'row')} came behind what is sealed.`;
  const lines = [
    `${counted(chains, 'chain')} with ${counted(rows, 'row')} looked at.`,
    seals,
    ...(beyondHead > 0
      ? [`${counted(beyondHead, 'row')} not known to a head: a writer died, or somebody added.`]
      : []),
    ...faults.map(faultText),
    faults.length === 0 ? 'Nothing is wrong.' : `${counted(faults.length, 'fault')}.`,
  ];
  return `${lines.join('\n')}\n`;
}
