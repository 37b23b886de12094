import type { Catalogue } from '../catalog/catalogue.js';
import { targetOfWaiver } from '../catalog/waiver-files.js';
import { instant } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import { type ListedWaiver, listedWaiver, waiversText } from '../report/waiver-list.js';
import type { Command } from './command.js';
import type { Tools } from './tools.js';

export const waivers: Command = {
  name: 'waivers',
  summary: 'List what may be other than declared, for how long still, and how often it was',
  examples: ['waivers', 'waivers --json'],
  async run(tools, { json }) {
    const catalogue = await tools.catalogue(tools.settings.mode);
    const listed = await listedWith(tools, [...written(tools, catalogue), ...(await granted(tools))]);
    const inOrder = listed.toSorted((one, other) => (one.expires < other.expires ? -1 : 1));
    tools.terminal.out(
      json
        ? `${JSON.stringify({ schema: 1, kind: 'waivers', waivers: inOrder }, null, 2)}\n`
        : waiversText(inOrder, tools.terminal),
    );
    return 0;
  },
};

/** The waivers of the files, those that are over too: somebody may want to take them away. */
const written = ({ partition }: Tools, catalogue: Catalogue): readonly Waiver[] =>
  catalogue.waivers.map(({ account, bucket, ...waiver }) => ({
    ...waiver,
    target: targetOfWaiver({ account, ...(bucket === undefined ? {} : { bucket }) }, partition),
  }));

/** The granted ones that are in force. */
async function granted(tools: Tools): Promise<readonly Waiver[]> {
  const found: Waiver[] = [];
  if (!(await tools.hasTable())) return found;
  for await (const { grantedAt: _, incident: __, ...waiver } of tools
    .ledger()
    .granted(instant(tools.clock.now())))
    found.push(waiver);
  return found;
}

/** The same with what each was good for. */
async function listedWith(tools: Tools, all: readonly Waiver[]): Promise<readonly ListedWaiver[]> {
  const now = instant(tools.clock.now());
  const isRemembered = all.length > 0 && (await tools.hasTable());
  return Promise.all(
    all.map(async (waiver) => {
      const use = isRemembered ? await tools.ledger().waiverUse(waiver.target, waiver.id) : undefined;
      return listedWaiver(waiver, use, now);
    }),
  );
}
