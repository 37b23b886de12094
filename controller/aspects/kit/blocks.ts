import type { Json, JsonObject } from '../../domain/json.js';

/** The four switches of Block Public Access, as S3 names them. */
export const switches = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;

export type Block = { readonly [name in (typeof switches)[number]]: boolean };

const each = (value: (name: (typeof switches)[number]) => boolean): Block => ({
  BlockPublicAcls: value('BlockPublicAcls'),
  IgnorePublicAcls: value('IgnorePublicAcls'),
  BlockPublicPolicy: value('BlockPublicPolicy'),
  RestrictPublicBuckets: value('RestrictPublicBuckets'),
});

/** All four off: what S3 does when nothing is configured (S3 User Guide, "Blocking public access"). */
export const open: Block = each(() => false);

/** All four on: what an access point has for which nobody says anything. */
export const shut: Block = each(() => true);

/**
 * Lets a public policy or ACL be put while nobody outside gets in by it: the first stage of a public site's
 * repair. The Block switches only judge new puts, so having one off exposes nothing; the other one stays on.
 */
export const stageFor = (puts: { readonly policy: boolean; readonly acl: boolean }): Block => ({
  ...shut,
  BlockPublicPolicy: !puts.policy,
  BlockPublicAcls: !puts.acl,
});

/** S3's document as four booleans; a missing switch is off. */
export const blockOf = (
  document: { readonly [name in keyof Block]?: boolean | undefined } | undefined,
): Block => each((name) => document?.[name] === true);

/** The strictest of both, switch by switch. */
export const strictest = (a: Block, b: Block): Block => each((name) => a[name] || b[name]);

export const isLooser = (a: Block, b: Block): boolean => switches.some((name) => !a[name] && b[name]);
export const isSame = (a: Block, b: Block): boolean => switches.every((name) => a[name] === b[name]);

export const blockSchema: JsonObject = {
  type: 'object',
  description: 'Block Public Access. Switches that are not named are on.',
  additionalProperties: false,
  properties: Object.fromEntries(switches.map((name) => [name, { type: 'boolean', default: true }])),
};

export const blockElements = ['PublicAccessBlockConfiguration', ...switches];

export const asBlock = (state: Json): Block => blockOf(state as Partial<Block>);
