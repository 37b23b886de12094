import { type CloudTrailRecord, userNameOf } from './cloudtrail-record.js';
import { errorReply, jsonReply } from './service-reply.js';
import type { LocalRequest, LocalResponse, RecordedCall } from './world.js';

interface Entry {
  readonly record: CloudTrailRecord;
  readonly username: string;
  readonly bucket?: string;
}

interface LookupInput {
  readonly LookupAttributes?: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  /** Seconds since 1970. */
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** What LookupEvents can be asked for; AWS takes one attribute in a call. */
const ATTRIBUTES: Readonly<Record<string, (entry: Entry) => string | undefined>> = {
  ResourceName: (entry) => entry.bucket,
  EventName: (entry) => entry.record.eventName,
  Username: (entry) => entry.username,
  EventId: (entry) => entry.record.eventID,
};

/** CloudTrail's event history: each account sees its own records, region by region, the newest first. */
export class CloudTrail {
  readonly #entries: Entry[] = [];

  /** Keeps a record for LookupEvents; there is no delay, unlike on AWS. */
  keep(record: CloudTrailRecord, call: RecordedCall): void {
    const bucket = call.bucket === undefined ? {} : { bucket: call.bucket };
    this.#entries.push({ record, username: userNameOf(call.principal), ...bucket });
  }

  /** Answers one call of the JSON protocol. */
  answer(request: LocalRequest): LocalResponse {
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    if (operation !== 'LookupEvents') {
      const message = `The local CloudTrail does not offer ${operation}.`;
      return errorReply('json', 400, 'UnsupportedOperationException', message, request.id);
    }
    const input: LookupInput = JSON.parse(request.body.toString('utf8') || '{}');
    const { LookupAttributes: attributes = [], MaxResults: size = 50 } = input;
    if (attributes.length > 1 || attributes.some(({ AttributeKey: key }) => ATTRIBUTES[key] === undefined)) {
      return errorReply(
        'json',
        400,
        'InvalidLookupAttributesException',
        'Give one attribute that exists.',
        request.id,
      );
    }
    if (size < 1 || size > 50) {
      return errorReply('json', 400, 'InvalidMaxResultsException', 'MaxResults is 1 to 50.', request.id);
    }
    // The token is a place in an append-only list: new records cannot shift the pages.
    const start =
      input.NextToken === undefined ? this.#entries.length : Number(input.NextToken.replace('before-', ''));
    if (!Number.isInteger(start) || start < 0 || start > this.#entries.length) {
      return errorReply(
        'json',
        400,
        'InvalidNextTokenException',
        'This token was not issued here.',
        request.id,
      );
    }
    return jsonReply(200, this.#page(input, request, start, size), request.id);
  }

  #page(
    input: LookupInput,
    request: LocalRequest,
    start: number,
    size: number,
  ): Readonly<Record<string, unknown>> {
    const events: unknown[] = [];
    let place = start;
    while (place > 0 && events.length < size) {
      place -= 1;
      const entry = this.#entries[place];
      if (entry !== undefined && visible(entry, request) && matches(entry, input)) events.push(listed(entry));
    }
    return { Events: events, ...(place > 0 ? { NextToken: `before-${place}` } : {}) };
  }
}

function visible({ record }: Entry, request: LocalRequest): boolean {
  return record.recipientAccountId === request.principal.account && record.awsRegion === request.region;
}

function matches(entry: Entry, input: LookupInput): boolean {
  const at = Date.parse(entry.record.eventTime) / 1000;
  if (at < (input.StartTime ?? at) || at > (input.EndTime ?? at)) return false;
  return (input.LookupAttributes ?? []).every(
    ({ AttributeKey, AttributeValue }) => ATTRIBUTES[AttributeKey]?.(entry) === AttributeValue,
  );
}

function listed({ record, username, bucket }: Entry): Readonly<Record<string, unknown>> {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    EventTime: Date.parse(record.eventTime) / 1000,
    EventSource: record.eventSource,
    Username: username,
    Resources: bucket === undefined ? [] : [{ ResourceType: 'AWS::S3::Bucket', ResourceName: bucket }],
    CloudTrailEvent: JSON.stringify(record),
  };
}
