import type { Json, JsonObject } from '../domain/json.js';
import { actions, mayCover } from './actions.js';
import { type Audience, audienceOf } from './audience.js';
import { placesIn } from './places.js';
import { readPolicy } from './policy-text.js';
import { isAllow, statementsOf } from './statements.js';
import { type Access, byStatement, type Guard, guardOf, nothing } from './world-access.js';

/** What one Allow statement does. */
export interface AllowFinding {
  readonly index: number;
  readonly statement: JsonObject;
  readonly audience: Audience;
  /** What it gives to the whole world, which is nothing unless it is public. */
  readonly access: Access;
  /** Whether it lets its audience change who may do what. */
  readonly changesAccess: boolean;
}

/** What a bucket policy does. */
export interface PolicyFinding {
  /** Why the document cannot be read; then it has one statement that allows everything to everybody. */
  readonly unreadable?: string;
  readonly statements: readonly JsonObject[];
  readonly allows: readonly AllowFinding[];
  readonly guard: Guard;
}

interface Given {
  readonly policy: Json;
  readonly policyUnreadable?: string;
  readonly bucket: string;
}

/** Finds what a policy does, given as document, as text, or as `null` for none. */
export function findInPolicy({ policy, policyUnreadable: known, bucket }: Given): PolicyFinding {
  const { statements, ...rest } =
    known === undefined ? read(policy) : { statements: [{}], unreadable: known };
  const guard = guardOf(statements, bucket);
  const allows = [...statements.entries()]
    .filter(([, statement]) => isAllow(statement))
    .map(([index, statement]) => {
      const audience = audienceOf(statement);
      return {
        index,
        statement,
        audience,
        access: audience.isPublic ? byStatement(statement, guard) : nothing,
        changesAccess: !audience.isNobody && changesAccess(statement, guard),
      };
    });
  return { ...rest, statements, allows, guard };
}

/** Deny statements play no part: one may be gone tomorrow, by the hand of whoever may change the policy. */
const changesAccess = (statement: JsonObject, { arn }: Guard): boolean => {
  const places = placesIn(statement, arn);
  return actions.some(
    (action) =>
      action.changesAccess && mayCover(statement, action) && places.some(({ on }) => on === action.on),
  );
};

function read(policy: Json): Pick<PolicyFinding, 'statements' | 'unreadable'> {
  if (policy === null) return { statements: [] };
  const text = typeof policy === 'string' ? readPolicy(policy) : { document: policy };
  if ('unreadable' in text) return { statements: [{}], ...text };
  const statements = statementsOf(text.document);
  return statements === undefined
    ? { statements: [{}], unreadable: 'it is not a policy that S3 would take' }
    : { statements };
}
