import type { Json } from '../domain/json.js';
import { audienceOf } from './audience.js';
import { isAllow, statementsOf } from './statements.js';

/**
 * Whom a bucket policy lets in besides the account itself, sorted: account ids, `org:o-...`, `oai:E...`,
 * canonical user ids, `userid:...`, and for what only a network confines `network:vpc-...`. Named principals
 * count whatever their conditions say. Everybody without a limit is no outsider but public: see
 * `isPublicPolicy`. A document that cannot be understood is public too, and names nobody here.
 */
export function outsiders(document: Json, account: string): readonly string[] {
  const found = (statementsOf(document) ?? []).filter(isAllow).flatMap((statement) => {
    const { named, viaServices, networks } = audienceOf(statement);
    return [...named, ...viaServices, ...networks.map((network) => `network:${network}`)];
  });
  return [...new Set(found)].filter((who) => who !== account).sort();
}
