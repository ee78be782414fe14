// A provider of identities on loopback, for tests: node-oidc-provider with the profile of ProConnect.
// Whoever asks for /interaction/UID/sign-in?account=NAME is that person: nothing is to be typed.
import Provider from 'oidc-provider';
import { createServer } from 'node:http';

const [port, callback, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const people = {
  jeanne: { email: 'jeanne@exemple.fr', email_verified: true, siret: '21330001600010' },
  paul: { email: 'paul@exemple.fr', email_verified: false, siret: '21330001600010' },
  nobody: { email: 'personne@exemple.fr', email_verified: true, siret: '21330001600010' },
  // Another person to whom the provider gave the e-mail of the first one.
  usurper: { email: 'jeanne@exemple.fr', email_verified: true, siret: '21330001600010' },
};

const provider = new Provider(issuer, {
  clients: ['plain', 'signed'].map((name) => ({
    client_id: name,
    client_secret: secret,
    redirect_uris: [callback],
    token_endpoint_auth_method: name === 'signed' ? 'client_secret_post' : 'client_secret_basic',
    ...(name === 'signed' ? { userinfo_signed_response_alg: 'RS256' } : {}),
  })),
  claims: {
    openid: ['sub', 'acr', 'amr'],
    email: ['email', 'email_verified'],
    given_name: ['given_name'],
    usual_name: ['usual_name'],
    siret: ['siret'],
    uid: ['uid'],
  },
  scopes: ['openid', 'email', 'given_name', 'usual_name', 'siret', 'uid'],
  acrValues: ['eidas1', 'eidas2'],
  features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
  pkce: { required: () => true },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['only for tests'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, given_name: 'Jeanne', usual_name: 'Durand', uid: id, ...people[id] }),
  }),
});

async function interact(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const asked = new URL(request.url, issuer).searchParams;
    const login = { accountId: asked.get('account'), acr: 'eidas1' };
    if (asked.get('factors') === '2') Object.assign(login, { acr: 'eidas2', amr: ['pwd', 'mfa'] });
    return provider.interactionFinished(request, response, { login });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent });
}

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
