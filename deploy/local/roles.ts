import { errorReply, xmlReply, xmlText } from './service-reply.js';
import type { LocalRequest, LocalResponse } from './world.js';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';

interface Role {
  readonly path: string;
  readonly trust: string;
  readonly inline: ReadonlyMap<string, string>;
  readonly attached: ReadonlySet<string>;
}

const members = (items: Iterable<string>): string =>
  [...items].map((item) => `<member>${item}</member>`).join('');

/** IAM's roles as far as they can be set up and read. They allow and forbid nothing, and calls about them are no events. */
export class Roles {
  readonly #roles = new Map<string, Role>();

  /** Answers one call of the query protocol. */
  answer(request: LocalRequest): LocalResponse {
    const { id, principal } = request;
    const form = new URLSearchParams(request.body.toString('utf8'));
    const given = (name: string): string => form.get(name) ?? '';
    const action = given('Action');
    const name = given('RoleName');
    const key = `${principal.account}/${name}`;
    const done = (inner = ''): LocalResponse => result(action, inner, id);
    const keep = (role: Role): LocalResponse => {
      this.#roles.set(key, role);
      return done();
    };
    const role = this.#roles.get(key);
    if (action === 'CreateRole') {
      const trust = given('AssumeRolePolicyDocument');
      const made = { path: form.get('Path') ?? '/', trust, inline: new Map(), attached: new Set<string>() };
      this.#roles.set(key, made);
      return done(described(principal.account, name, made));
    }
    if (role === undefined)
      return errorReply('query-xml', 404, 'NoSuchEntity', `The role ${name} cannot be found.`, id);
    const { inline, attached } = role;
    const policy = given('PolicyName');
    switch (action) {
      case 'GetRole':
        return done(described(principal.account, name, role));
      case 'ListRolePolicies':
        return done(
          `<IsTruncated>false</IsTruncated><PolicyNames>${members([...inline.keys()].map(xmlText))}</PolicyNames>`,
        );
      case 'GetRolePolicy':
        return done(
          `<RoleName>${name}</RoleName><PolicyName>${policy}</PolicyName>` +
            `<PolicyDocument>${encodeURIComponent(inline.get(policy) ?? '')}</PolicyDocument>`,
        );
      case 'ListAttachedRolePolicies':
        return done(
          `<IsTruncated>false</IsTruncated><AttachedPolicies>${members(
            [...attached].map((arn) => `<PolicyArn>${xmlText(arn)}</PolicyArn>`),
          )}</AttachedPolicies>`,
        );
      case 'AttachRolePolicy':
        return keep({ ...role, attached: new Set([...attached, given('PolicyArn')]) });
      case 'DetachRolePolicy':
        return keep({
          ...role,
          attached: new Set([...attached].filter((arn) => arn !== given('PolicyArn'))),
        });
      case 'PutRolePolicy':
        return keep({ ...role, inline: new Map([...inline, [policy, given('PolicyDocument')]]) });
      case 'UpdateAssumeRolePolicy':
        return keep({ ...role, trust: given('PolicyDocument') });
      case 'DeleteRole':
        this.#roles.delete(key);
        return done();
      default:
        return errorReply('query-xml', 400, 'InvalidAction', `The local IAM does not offer ${action}.`, id);
    }
  }
}

const described = (account: string, name: string, { path, trust }: Role): string =>
  `<Role><Path>${path}</Path><RoleName>${name}</RoleName><RoleId>AROA${account}${name}</RoleId>` +
  `<Arn>arn:aws:iam::${account}:role${path}${name}</Arn>` +
  `<AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument></Role>`;

const result = (action: string, inner: string, requestId: string): LocalResponse =>
  xmlReply(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${inner}</${action}Result>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
    requestId,
  );
