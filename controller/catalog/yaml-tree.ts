import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Json } from '../domain/json.js';

/** A value of a document together with the places where it and its members stand. */
export interface Located {
  readonly value: Json;
  /** Offsets of the first character and of the one after the last. */
  readonly at: number;
  readonly end: number;
  /** By key, or by index in decimal digits. */
  readonly members: ReadonlyMap<string, Member>;
  /** How many values there are inside, aliases followed. */
  readonly size: number;
}

export interface Member {
  /** Offset of the key; of the item itself in a sequence. */
  readonly at: number;
  readonly node: Located;
}

type Report = (offset: number, message: string, fix: string) => void;

/** No S3 document is nested half as deep. */
const deepest = 40;
/** A lifecycle of 1,000 rules has about 15,000 values. */
const most = 100_000;
const aliases = 100;
/** Keys that would reach the prototype of what they are copied into. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A document, and whether all of it could be taken over. */
interface Tree {
  readonly root: Located;
  readonly isWhole: boolean;
}

/**
 * The document as located JSON, or nothing if nothing could be taken over. Everything that is not JSON, or that could
 * cost more than it says, is reported and left out. An alias shares the value that it names, so it cannot multiply memory.
 */
export function treeOf(document: Document, report: Report): Tree | undefined {
  const anchors = new Map<string, Located>();
  let aliasCount = 0;
  let isWhole = true;

  const leaf = (value: Json, at: number, end: number): Located => ({
    value,
    at,
    end,
    members: new Map(),
    size: 1,
  });

  const remembered = (node: Node, located: Located | undefined): Located | undefined => {
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined && located !== undefined) anchors.set(anchor, located);
    return located;
  };

  const visit = (node: Node, depth: number): Located | undefined => {
    const [at, end] = node.range ?? [0, 0];
    if (depth > deepest) {
      report(at, `nested more than ${deepest} deep`, 'flatten it: nothing in S3 is nested as deep');
      return undefined;
    }
    if (isAlias(node)) {
      aliasCount += 1;
      const target = anchors.get(node.source);
      if (aliasCount > aliases) report(at, `more than ${aliases} aliases`, 'use a layer (extends) instead');
      else if (target === undefined)
        report(at, `*${node.source} names nothing before it`, `anchor the value with &${node.source} first`);
      else return { ...target, at, end };
      return undefined;
    }
    if (isScalar(node)) {
      const { value } = node;
      if (value === null || typeof value === 'string' || typeof value === 'boolean')
        return leaf(value, at, end);
      if (typeof value === 'number' && Number.isFinite(value)) return leaf(value, at, end);
      report(at, 'is neither text, nor a number, true, false or null', 'put it in quotes if text is meant');
      return undefined;
    }
    if (!isMap(node) && !isSeq(node)) return undefined;

    const members = new Map<string, Member>();
    let size = 1;
    const add = (key: string, keyAt: number, child: unknown): void => {
      const located = remembered(child as Node, visit(child as Node, depth + 1));
      if (located === undefined) {
        isWhole = false;
        return;
      }
      size += located.size;
      members.set(key, { at: keyAt, node: located });
    };
    if (isSeq(node))
      node.items.forEach((item, index) => {
        add(String(index), (item as Node).range?.[0] ?? at, item);
      });
    else
      for (const { key, value } of node.items) {
        const keyAt = (key as Node | null)?.range?.[0] ?? at;
        const name = isScalar(key) ? key.value : undefined;
        if (typeof name !== 'string') report(keyAt, 'the key is not text', 'put the key in quotes');
        else if (forbidden.has(name)) report(keyAt, `the key ${name} is not allowed`, 'take it away');
        else if (members.has(name)) report(keyAt, `${name} is given twice`, 'keep one of the two');
        else if (value === null) members.set(name, { at: keyAt, node: leaf(null, keyAt, keyAt) });
        else add(name, keyAt, value);
      }
    if (size > most) {
      report(at, `holds more than ${most} values`, 'split it into several files');
      return undefined;
    }
    const entries = [...members].map(([key, member]) => [key, member.node.value] as const);
    const value: Json = isSeq(node) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
    return { value, at, end, members, size };
  };

  const root = document.contents as Node | null;
  const tree = root === null ? undefined : visit(root, 0);
  return tree === undefined ? undefined : { root: tree, isWhole };
}

/** The place of a value, and of its key, by path; of the nearest thing around it if it does not stand there. */
export function placeOf(
  root: Located,
  path: readonly string[],
): { readonly key: number; readonly node: Located } {
  let place = { key: root.at, node: root };
  for (const step of path) {
    const member = place.node.members.get(step);
    if (member === undefined) break;
    place = { key: member.at, node: member.node };
  }
  return place;
}
