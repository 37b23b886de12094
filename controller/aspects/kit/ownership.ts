import type { Json } from '../../domain/json.js';
import type { Desired, Observation } from '../../domain/observation.js';
import { isJsonObject } from '../../exposure/statements.js';

/** Who owns new objects, and with `BucketOwnerEnforced` whether ACLs count at all. */
export const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;

export type Ownership = { readonly ObjectOwnership: string };

/** How S3 behaves when nothing is configured (S3 User Guide, "Controlling ownership of objects"). */
export const byWriter: Ownership = { ObjectOwnership: 'ObjectWriter' };

/** Whether a value of the ownershipControls aspect disables ACLs. */
export const disablesAcls = (value: Json): boolean =>
  isJsonObject(value) && value['ObjectOwnership'] === 'BucketOwnerEnforced';

/** Whether a demand disables ACLs. */
export const demandsNoAcls = (desired: Desired | undefined): boolean =>
  desired?.kind === 'value' && disablesAcls(desired.value);

/** Whether ACLs were found disabled. */
export const foundNoAcls = (found: Observation | undefined): boolean =>
  found?.kind === 'observed' && disablesAcls(found.state);
