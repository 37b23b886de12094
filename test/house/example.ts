import { fencesOf } from './markdown.js';

/** A block of a page that says what stands in a file: all of it, or some lines. */
interface Block {
  readonly path: string;
  readonly isWhole: boolean;
  readonly text: string;
}

/** The blocks of a page that name a file, such as `ts controller/log.ts` or `yaml adds to policies/costs.yaml`. */
export const blocksOf = (markdown: string): readonly Block[] =>
  fencesOf(markdown)
    .filter(({ info }) => /^(?:ts|yaml) \S/.test(info))
    .map(({ info, text }) => ({
      path: info.replace(/^.* /, ''),
      isWhole: !info.includes(' adds to '),
      text,
    }));

/** The blocks of a page that name no file: what somebody may write who has done what the page says. */
export const samplesOf = (markdown: string): readonly string[] =>
  fencesOf(markdown)
    .filter(({ info }) => info === 'yaml')
    .map(({ text }) => text);

/** The paths of the blocks that are not what stands in their files. */
export const untrue = (blocks: readonly Block[], fileAt: (path: string) => string): readonly string[] =>
  blocks
    .filter(({ path, isWhole, text }) => {
      const file = fileAt(path);
      return isWhole ? file !== text : text.trim() === '' || !`\n${file}`.includes(`\n${text}`);
    })
    .map(({ path }) => path);
