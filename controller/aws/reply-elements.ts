import { XMLParser } from 'fast-xml-parser';
import { isObject } from '../domain/json.js';

// Only names matter: nothing is read as a number, and no entity of a reply is ever expanded.
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
});

function collect(element: unknown, names: Set<string>): void {
  if (Array.isArray(element)) for (const part of element) collect(part, names);
  if (!isObject(element)) return;
  for (const [name, child] of Object.entries(element)) {
    if (name !== '#text') names.add(name);
    collect(child, names);
  }
}

/**
 * The names of all elements in the body of a reply, the root's too, before anything was dropped in reading. None for
 * a body that is no XML document (a bucket policy is JSON). Throws on broken XML.
 */
export function elementsOf(body: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (body.trimStart().startsWith('<')) collect(parser.parse(body), names);
  return names;
}
