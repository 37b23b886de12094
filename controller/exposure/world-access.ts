import type { JsonObject } from '../domain/json.js';
import { type Action, actions, mayCover } from './actions.js';
import { covers, deniesTheWorld } from './denies.js';
import { bucketArn, type Place, placesIn, wholeOf } from './places.js';

/** What the whole world may do by one statement or grant, and which Deny statements (by index) took the rest. */
export interface Access {
  readonly actions: readonly Action[];
  readonly deniedBy: readonly number[];
}

export const nothing: Access = { actions: [], deniedBy: [] };

/** A bucket as its policy guards it: what it is called, and what the policy denies to the whole world. */
export interface Guard {
  readonly arn: string;
  readonly denies: ReadonlyMap<number, JsonObject>;
}

export const guardOf = (statements: readonly JsonObject[], bucket: string): Guard => ({
  arn: bucketArn(bucket),
  denies: new Map([...statements.entries()].filter(([, statement]) => deniesTheWorld(statement))),
});

/** What an Allow gives to whom it is for, of what is not denied to the whole world. */
export const byStatement = (statement: JsonObject, guard: Guard): Access =>
  remaining(
    actions.filter((action) => mayCover(statement, action)),
    placesIn(statement, guard.arn),
    guard,
  );

/** What actions on the bucket and all that is in it come to, after what is denied to the whole world. */
export const byActions = (given: readonly Action[], guard: Guard): Access =>
  remaining(given, wholeOf(guard.arn), guard);

function remaining(given: readonly Action[], places: readonly Place[], { arn, denies }: Guard): Access {
  const deniedBy = new Set<number>();
  const isLeft = (action: Action, place: Place): boolean => {
    const denying = [...denies].find(([, deny]) => covers(deny, action, place, arn));
    if (denying !== undefined) deniedBy.add(denying[0]);
    return denying === undefined;
  };
  const actionsLeft = given.filter(
    // Every place is asked, so that every Deny that takes something is told of.
    (action) => places.filter((place) => place.on === action.on && isLeft(action, place)).length > 0,
  );
  return { actions: actionsLeft, deniedBy: [...deniedBy].sort((a, b) => a - b) };
}
