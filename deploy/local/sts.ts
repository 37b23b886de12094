import { type Principals, uniqueId } from './principals.js';
import { errorReply, xmlReply, xmlText } from './service-reply.js';
import type { LocalRequest, LocalResponse, Principal } from './world.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

/**
 * STS as far as a controller needs it: GetCallerIdentity and AssumeRole. Every role of an account that exists can be
 * assumed by everybody, unless it was refused: trust policies are not modelled.
 */
export class Sts {
  readonly #refused = new Set<string>();
  readonly #principals: Principals;
  readonly #isAccount: (id: string) => boolean;

  constructor(principals: Principals, isAccount: (id: string) => boolean) {
    this.#principals = principals;
    this.#isAccount = isAccount;
  }

  /** From now on AssumeRole into this role answers AccessDenied. */
  refuse(roleArn: string): void {
    this.#refused.add(roleArn);
  }

  /** Takes a refusal back. */
  permit(roleArn: string): void {
    this.#refused.delete(roleArn);
  }

  /** Answers one call of the query protocol. */
  answer(request: LocalRequest): LocalResponse {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const action = form.get('Action') ?? '';
    if (action === 'GetCallerIdentity') return result(action, identityOf(request.principal), request.id);
    if (action === 'AssumeRole') return this.#assumeRole(form, request);
    return errorReply(
      'query-xml',
      400,
      'InvalidAction',
      `The local STS does not offer ${action}.`,
      request.id,
    );
  }

  #assumeRole(form: URLSearchParams, request: LocalRequest): LocalResponse {
    const arn = form.get('RoleArn') ?? '';
    const session = form.get('RoleSessionName') ?? '';
    const [, account, role] = ROLE_ARN.exec(arn) ?? [];
    if (account === undefined || role === undefined || session === '') {
      const message = `RoleArn '${arn}' or RoleSessionName '${session}' is not valid.`;
      return errorReply('query-xml', 400, 'ValidationError', message, request.id);
    }
    if (this.#refused.has(arn) || !this.#isAccount(account)) {
      const message = `User: ${request.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
      return errorReply('query-xml', 403, 'AccessDenied', message, request.id);
    }
    const issued = this.#principals.issue(
      account,
      role,
      session,
      Number(form.get('DurationSeconds') ?? '3600'),
    );
    const identified = this.#principals.identify(issued.accessKeyId);
    const assumed = identified.kind === 'known' ? identified.principal : request.principal;
    const body =
      `<Credentials><AccessKeyId>${issued.accessKeyId}</AccessKeyId>` +
      `<SecretAccessKey>${issued.secretAccessKey}</SecretAccessKey><SessionToken>${issued.sessionToken}</SessionToken>` +
      `<Expiration>${issued.expiration.toISOString()}</Expiration></Credentials>` +
      `<AssumedRoleUser><AssumedRoleId>${userIdOf(assumed)}</AssumedRoleId><Arn>${xmlText(assumed.arn)}</Arn></AssumedRoleUser>`;
    return result('AssumeRole', body, request.id);
  }
}

function userIdOf(principal: Principal): string {
  const id = uniqueId(principal);
  return principal.session === undefined ? id : `${id}:${principal.session}`;
}

function identityOf(principal: Principal): string {
  return (
    `<Arn>${xmlText(principal.arn)}</Arn><UserId>${xmlText(userIdOf(principal))}</UserId>` +
    `<Account>${principal.account}</Account>`
  );
}

function result(action: string, inner: string, requestId: string): LocalResponse {
  return xmlReply(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${inner}</${action}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
    requestId,
  );
}
