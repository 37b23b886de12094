import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml } from './error.js';

/**
 * XML as plain data: an element with children is an object, one without is its text, a repeated one is an
 * array. Texts stay texts, so that what was put comes back as it was put. The only attribute kept is
 * `xsi:type`, as `@xsi:type`.
 */
export type XmlNode = string | readonly XmlNode[] | XmlElement;

/** An element with children. */
export interface XmlElement {
  readonly [name: string]: XmlNode | undefined;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
});

/** Reads a body with the given root element. Anything else is MalformedXML. */
export function parseXml(body: Buffer, root: string): XmlElement {
  const parsed = parseAnyXml(body);
  if (parsed?.root !== root) throw malformedXml();
  return elementOf(parsed.node);
}

/** Reads a body whatever its root element is called; nothing if it is not XML. */
export function parseAnyXml(
  body: Buffer,
): { readonly root: string; readonly node: XmlNode; readonly namespace?: string } | undefined {
  const text = body.toString('utf8').trim();
  if (text === '' || XMLValidator.validate(text) !== true) return undefined;
  const document: unknown = parser.parse(text);
  const [root, ...others] = isObject(document)
    ? Object.entries(document).filter(([name]) => name !== '#text')
    : [];
  if (root === undefined || others.length > 0) return undefined;
  const [name, value] = root;
  const namespace = isObject(value) ? value['@xmlns'] : undefined;
  return {
    root: name,
    node: tidy(value),
    ...(namespace === undefined ? {} : { namespace: String(namespace) }),
  };
}

/** The element, or an empty one where there is only text or nothing. */
export function elementOf(node: XmlNode | undefined): XmlElement {
  return node === undefined || typeof node === 'string' || isList(node) ? {} : node;
}

/** The children of one name: none, the single one, or all. */
export function listOf(node: XmlNode | undefined): readonly XmlNode[] {
  if (node === undefined) return [];
  return isList(node) ? node : [node];
}

/** The text of an element that has only text. */
export function textOf(node: XmlNode | undefined): string | undefined {
  return typeof node === 'string' ? node : undefined;
}

/** Writes an element and what is in it. */
export function writeXml(
  root: string,
  node: XmlNode,
  namespace = 'http://s3.amazonaws.com/doc/2006-03-01/',
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, node, ` xmlns="${namespace}"`)}`;
}

function write(name: string, node: XmlNode | undefined, attributes = ''): string {
  if (node === undefined) return '';
  if (isList(node)) return node.map((one) => write(name, one, attributes)).join('');
  if (typeof node === 'string') return `<${name}${attributes}>${escapeText(node)}</${name}>`;
  const type = textOf(node['@xsi:type']);
  const typed =
    type === undefined
      ? ''
      : ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${escapeText(type)}"`;
  const children = Object.entries(node).map(([child, value]) =>
    child.startsWith('@') ? '' : write(child, value),
  );
  return `<${name}${attributes}${typed}>${children.join('')}</${name}>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function tidy(value: unknown): XmlNode {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isObject(value)) return String(value);
  const children = Object.entries(value).filter(([name]) => name !== '#text' && !name.startsWith('@'));
  const type = value['@xsi:type'];
  if (children.length === 0 && type === undefined) return String(value['#text'] ?? '');
  return {
    ...(type === undefined ? {} : { '@xsi:type': String(type) }),
    ...Object.fromEntries(children.map(([name, child]) => [name, tidy(child)])),
  };
}

function isList(node: XmlNode): node is readonly XmlNode[] {
  return Array.isArray(node);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
