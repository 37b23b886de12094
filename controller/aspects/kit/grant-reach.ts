import { type Grant, granteeOf, groups, owner, permissions } from './grants.js';

/** The grants that others do not have already, by name or because a wider group has them. The owner has all. */
export const beyond = (grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] => {
  const had = new Set(others.flatMap(powersOf));
  return grants.filter(
    (grant) => isOutsider(grant) && powersOf(grant).some((power) => !isHad(had, granteeOf(grant), power)),
  );
};

// Log delivery is a service of S3: neither public nor an account.
const isOutsider = (grant: Grant): boolean => ![owner, groups.logDelivery].includes(granteeOf(grant));

const powersOf = (grant: Grant): readonly string[] => {
  const powers = grant.Permission === 'FULL_CONTROL' ? permissions : [grant.Permission];
  return powers.filter((power) => power !== 'FULL_CONTROL').map((power) => `${granteeOf(grant)} ${power}`);
};

const isHad = (had: ReadonlySet<string>, grantee: string, power: string): boolean => {
  const permission = power.slice(grantee.length);
  const wider = grantee === groups.everybody ? [] : [groups.everybody, groups.authenticated];
  return [grantee, ...wider].some((each) => had.has(`${each}${permission}`));
};
