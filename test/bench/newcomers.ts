import { clientsOf } from '../local/gateway-clients.js';
import { account } from '../rig/fleet.js';
import type { Rig } from '../rig/rig.js';

/** Somebody else each time, of a family and a number: what one actor does to several buckets is an attack, which is looked at far more closely. */
export function newcomersIn({ aws }: Rig, family: string): () => Rig['intruder'] {
  let come = 0;
  return () => {
    come += 1;
    return clientsOf(aws.endpoint, aws.credentialsFor(account, `${family}-${come}`));
  };
}
