import { errorReply, jsonReply } from './service-reply.js';
import type { LocalRequest, LocalResponse } from './world.js';

interface Rule {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly targets: readonly { readonly Id: string }[];
}

interface Input {
  readonly Name?: string;
  readonly Rule?: string;
  readonly State?: string;
  readonly Targets?: Rule['targets'];
  readonly Ids?: readonly string[];
}

/**
 * EventBridge's rules of the default bus as far as they can be set up and read. They pass nothing on (the local bus
 * needs none), and calls about them are no events.
 */
export class Rules {
  readonly #rules = new Map<string, Rule>();

  /** Answers one call of the JSON protocol. */
  answer(request: LocalRequest): LocalResponse {
    const { id, principal, region } = request;
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const input: Input = JSON.parse(request.body.toString('utf8') || '{}');
    const name = input.Name ?? input.Rule ?? '';
    const key = `${principal.account}/${region}/${name}`;
    const rule = this.#rules.get(key);
    if (operation === 'PutRule') {
      this.#rules.set(key, { settings: { State: 'ENABLED', ...input }, targets: rule?.targets ?? [] });
      return jsonReply(200, {}, id);
    }
    if (rule === undefined)
      return errorReply('json', 400, 'ResourceNotFoundException', `Rule ${name} does not exist.`, id);
    const { Targets: added = [], Ids: removed = [] } = input;
    const others = (ids: readonly string[]): Rule['targets'] =>
      rule.targets.filter(({ Id }) => !ids.includes(Id));
    switch (operation) {
      case 'DescribeRule':
        return jsonReply(200, rule.settings, id);
      case 'ListTargetsByRule':
        return jsonReply(200, { Targets: rule.targets }, id);
      case 'EnableRule':
      case 'DisableRule': {
        const State = `${operation.replace('Rule', '').toUpperCase()}D`;
        this.#rules.set(key, { ...rule, settings: { ...rule.settings, State } });
        return jsonReply(200, {}, id);
      }
      case 'PutTargets':
        this.#rules.set(key, { ...rule, targets: [...others(added.map(({ Id }) => Id)), ...added] });
        return jsonReply(200, { FailedEntryCount: 0, FailedEntries: [] }, id);
      case 'RemoveTargets':
        this.#rules.set(key, { ...rule, targets: others(removed) });
        return jsonReply(200, { FailedEntryCount: 0, FailedEntries: [] }, id);
      case 'DeleteRule':
        this.#rules.delete(key);
        return jsonReply(200, {}, id);
      default: {
        const message = `The local EventBridge does not offer ${operation}.`;
        return errorReply('json', 400, 'UnsupportedOperationException', message, id);
      }
    }
  }
}
