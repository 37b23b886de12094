import type { Json, JsonObject } from '../domain/json.js';
import type { Desired } from '../domain/observation.js';
import { asJson } from './kit/as-json.js';
import { defineAspect, type Settled } from './kit/aspect.js';
import { readBucket } from './kit/calls.js';
import { alike, byId, withoutGivenIds } from './kit/given-ids.js';
import {
  destinationOf,
  linesOf,
  type Notification,
  notificationLists,
  notificationRules,
  overlapping,
} from './kit/notification-rule.js';
import { notificationElements, notificationSchema } from './kit/notification-schema.js';
import { replace } from './kit/replace.js';

/** Whom S3 tells about every object that comes and goes: topics, queues, functions, EventBridge. */
export const notification = defineAspect<'notification', Notification>({
  name: 'notification',
  scope: 'bucket',
  // CloudTrail's name, and that of the API.
  events: ['PutBucketNotification', 'PutBucketNotificationConfiguration'],
  marker: 'notification',
  iam: { read: ['s3:GetBucketNotification'], write: ['s3:PutBucketNotification'] },
  needs: [],
  owns: [],
  absence: { codes: [], declarable: true, means: {} },
  schema: notificationSchema,
  elements: notificationElements,
  prevention:
    'Deny s3:PutBucketNotification in a service control policy for everybody but the role that manages it.',

  async read(reader) {
    const found = await readBucket(reader, 'GetBucketNotificationConfiguration');
    const parts = [...notificationLists, 'EventBridgeConfiguration'] as const;
    const said = parts.flatMap((part) => (found[part] === undefined ? [] : [[part, found[part]] as const]));
    return said.length === 0 ? {} : { state: asJson(Object.fromEntries(said)) as Notification };
  },

  canonical(document) {
    const lists = notificationLists.map(
      (list) => [list, byId(notificationRules, document[list] ?? [])] as const,
    );
    const nameless = lists.flatMap(([, list]) => list.nameless);
    return {
      ...Object.fromEntries(lists.map(([list, { named }]): [string, Json] => [list, named])),
      ...(nameless.length === 0 ? {} : { NamelessConfigurations: nameless }),
      EventBridge: document.EventBridgeConfiguration !== undefined,
    };
  },

  owned: (desired, live) => ({
    ...live,
    ...Object.fromEntries(
      notificationLists.map((list) => [
        list,
        withoutGivenIds(notificationRules, desired[list] ?? [], live[list] ?? []),
      ]),
    ),
  }),

  write({ target, desired, actual }) {
    if (desired === undefined) return [];
    // There is no delete: an empty document switches everything off.
    const NotificationConfiguration: JsonObject =
      desired.kind === 'absent' ? {} : (desired.value as JsonObject);
    const effect = tellsStrangers(target.account, desired, actual) ? 'close' : 'observe';
    return [
      replace(target, 'notification', 'put', effect, desired, 'PutBucketNotificationConfiguration', {
        NotificationConfiguration,
        // One destination that is gone would keep all others, and the removal of a stranger's, from being put right.
        SkipDestinationValidation: true,
      }),
    ];
  },

  unreachable(document) {
    const lines = linesOf(document);
    const [one, other] = overlapping(lines) ?? [];
    if (one !== undefined && other !== undefined)
      return `${destinationOf(one)} and ${destinationOf(other)} are told of the same objects, which S3 refuses: narrow one by prefix or suffix, or let one tell the other`;
    return alike(notificationRules, lines);
  },
});

/** Whether another account hears of this bucket's objects that nobody declared: their names alone may be a secret. */
function tellsStrangers(account: string, desired: Desired, actual: Settled): boolean {
  if (actual.kind === 'absent') return false;
  const declared: Notification = desired.kind === 'value' ? (desired.value as Notification) : {};
  const expected = new Set(linesOf(declared).map(destinationOf));
  return linesOf(actual.state as Notification)
    .map(destinationOf)
    .some((arn) => !expected.has(arn) && arn.split(':')[4] !== account);
}
