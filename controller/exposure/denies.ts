import type { JsonObject } from '../domain/json.js';
import { type Action, mustCover } from './actions.js';
import { type Condition, conditionsOf } from './conditions.js';
import { coversInternet } from './network-cover.js';
import { coversPlace, type Place } from './places.js';
import { principalsOf } from './principals.js';
import { isAllow, isJsonObject, textsOf, unknownElements } from './statements.js';
import { trustedKey } from './trusted-keys.js';

/**
 * Whether a statement is a Deny that keeps the whole untrusted world out of what it covers. What lets anybody
 * through who is not fixed, or cannot be understood, does not count: a Deny must never be believed to do more than
 * it does.
 */
export const deniesTheWorld = (statement: JsonObject): boolean =>
  !isAllow(statement) &&
  unknownElements(statement).length === 0 &&
  meansEverybody(statement) &&
  conditionsOf(statement).every(sparesOnlyFixed);

/** Whether a Deny for the world covers the action on all of the place. */
export const covers = (deny: JsonObject, action: Action, place: Place, bucketArn: string): boolean =>
  mustCover(deny, action) && coversPlace(deny, place, bucketArn);

/** Everybody by name, or everybody but fixed principals. */
function meansEverybody({ Principal: named, NotPrincipal: spared }: JsonObject): boolean {
  if (spared === undefined)
    return named === '*' || (isJsonObject(named) && (textsOf(named['AWS'])?.includes('*') ?? false));
  if (named !== undefined || !isJsonObject(spared)) return false;
  const exempt = principalsOf({ Principal: spared });
  return exempt.length > 0 && exempt.every(({ kind }) => kind !== 'anyone');
}

const negated = /^(String|Arn)Not(Equals|EqualsIgnoreCase|Like)$/;

/**
 * Whether the condition lets nobody past the Deny but who has one of its fixed values. A request that lacks the key
 * has none of them, and is denied too.
 */
function sparesOnlyFixed({ operator, quantifier, key, values }: Condition): boolean {
  const trusted = trustedKey(key);
  if (trusted === undefined || values.length === 0 || quantifier === 'ForAnyValue') return false;
  if (key === 'aws:principalisawsservice')
    return operator === 'Bool' && quantifier === undefined && values.every((value) => /^false$/i.test(value));
  const opposite = operator === 'NotIpAddress' ? 'IpAddress' : operator.replace(negated, '$1$2');
  const isNegated = opposite !== operator && trusted.operators.includes(opposite);
  return isNegated && values.every(trusted.isFixed) && !coversInternet(values);
}
