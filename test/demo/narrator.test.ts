import fc from 'fast-check';
import { expect, it } from 'vitest';
import { narratorOn } from '../../deploy/local/demo/narrator.js';
import { acts, oneByOne } from '../../deploy/local/demo/script.js';

function narrated(width: number, color: boolean, tell: (narrator: ReturnType<typeof narratorOn>) => void) {
  let text = '';
  tell(
    narratorOn({ width, color }, (part) => {
      text += part;
    }),
  );
  return text;
}

it('wraps what it says of a thing under itself, within the width of the screen', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 60, max: 160 }), (said, width) => {
      const lines = narrated(width, false, (narrator) => narrator.item('a name', said.join(' '))).split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      const [first = '', ...more] = lines;
      expect(first.startsWith('  a name ')).toBe(true);
      expect([first.slice('  a name '.length), ...more].join(' ').split(/\s+/).filter(Boolean)).toEqual(said);
    }),
  );
});

it('paints only where a person is watching', () => {
  const tell = (narrator: ReturnType<typeof narratorOn>) => narrator.moment(1.25, 'bad', 'does harm', 'why');
  expect(narrated(100, false, tell)).toMatch(/^ {2}1\.3 s {2}✗ does harm +why\n$/);
  expect(narrated(100, true, tell)).toContain('\u001b[31m✗');
});

it('has every deed of the script end before its remark begins', () => {
  for (const { deed } of [...oneByOne, ...acts]) {
    const line = narrated(100, false, (narrator) => narrator.moment(9.9, 'bad', deed, 'its event is lost'));
    expect(line).toContain(`${deed}  `);
    expect(line.trimEnd().length).toBeLessThanOrEqual(100);
  }
});
