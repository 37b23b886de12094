import type { TimelineEntry } from '../../controller/domain/ledger.js';
import type { Actor } from '../../controller/domain/signal.js';
import type { Target } from '../../controller/domain/target.js';
import { sampleIncident } from './sample-incident.js';

const { target, who } = sampleIncident();

export const deployer: Actor = who.kind === 'known' ? who.actor : { type: 'Unknown' };

/** One call on a time line; by the sample incident's actor on its bucket unless told otherwise. */
export const sampleCall = (
  id: string,
  call: string,
  at: string,
  changes: { readonly bucket?: string; readonly actor?: Actor; readonly errorCode?: string } = {},
): TimelineEntry => {
  const on: Target =
    changes.bucket === undefined
      ? target
      : { kind: 'bucket', partition: 'aws', account: '111122223333', name: changes.bucket };
  return {
    target: on,
    event: { kind: 'event', id, call, aspects: [], actor: changes.actor ?? deployer, at },
    ...(changes.errorCode === undefined ? {} : { errorCode: changes.errorCode }),
  };
};
