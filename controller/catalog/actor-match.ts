import type { ActorRule } from '../domain/actor-rule.js';
import type { Actor } from '../domain/signal.js';
import { globList, isListed } from './glob.js';

/** Finds the first rule that is for an actor and an aspect. */
export type ActorRuleFor = (actor: Actor, aspect: string) => ActorRule | undefined;

/** Compiles the rules. Whoever is no session of a role and did not come through a service matches none. */
export function actorRuleFor(rules: readonly ActorRule[]): ActorRuleFor {
  const compiled = rules.map((rule) => ({ rule, roles: globList(rule.roles) }));
  return ({ role, invokedBy }, aspect) =>
    compiled.find(
      ({ rule, roles }) =>
        (rule.aspects === undefined || rule.aspects.includes(aspect)) &&
        (rule.roles.length === 0 || (role !== undefined && isListed(roles, role))) &&
        (rule.invokedBy.length === 0 || (invokedBy !== undefined && rule.invokedBy.includes(invokedBy))),
    )?.rule;
}
