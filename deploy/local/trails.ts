import { errorReply, jsonReply } from './service-reply.js';
import type { LocalRequest, LocalResponse } from './world.js';

interface Trail {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly selectors: Readonly<Record<string, unknown>>;
  readonly isLogging: boolean;
}

const everything = {
  EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
};

/** CloudTrail's trails as far as they can be set up and read. They log nothing, and calls about them are no events. */
export class Trails {
  readonly #trails = new Map<string, Trail>();

  /** Answers one call of the JSON protocol. */
  answer(request: LocalRequest): LocalResponse {
    const { id, principal, region } = request;
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const input: Readonly<Record<string, unknown>> = JSON.parse(request.body.toString('utf8') || '{}');
    const name = String(input['Name'] ?? input['TrailName']).replace(/^arn:.*:trail\//, '');
    const key = `${principal.account}/${region}/${name}`;
    const trail = this.#trails.get(key);
    if (operation === 'CreateTrail') {
      this.#trails.set(key, { settings: input, selectors: everything, isLogging: false });
      return jsonReply(200, input, id);
    }
    if (trail === undefined)
      return errorReply('json', 400, 'TrailNotFoundException', `Unknown trail: ${name}.`, id);
    const { Name: _, TrailName: __, ...selectors } = input;
    switch (operation) {
      case 'GetTrail':
        return jsonReply(200, { Trail: trail.settings }, id);
      case 'GetTrailStatus':
        return jsonReply(200, { IsLogging: trail.isLogging }, id);
      case 'GetEventSelectors':
        return jsonReply(200, trail.selectors, id);
      case 'StartLogging':
      case 'StopLogging':
        this.#trails.set(key, { ...trail, isLogging: operation === 'StartLogging' });
        return jsonReply(200, {}, id);
      case 'PutEventSelectors':
        this.#trails.set(key, { ...trail, selectors });
        return jsonReply(200, selectors, id);
      case 'DeleteTrail':
        this.#trails.delete(key);
        return jsonReply(200, {}, id);
      default: {
        const message = `The local CloudTrail does not offer ${operation}.`;
        return errorReply('json', 400, 'UnsupportedOperationException', message, id);
      }
    }
  }
}
