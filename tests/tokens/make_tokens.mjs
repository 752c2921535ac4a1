// Makes key sets and tokens, good and bad, with the library `jose`, and prints them as
// one JSON object: `jwks` by name, and `cases` with the verdict that ours must give
// (OK, TOKEN_REFUSED or TOKEN_EXPIRED) and the one that jose itself gives.
//
//   node make_tokens.mjs

import * as jose from "jose";

const ISSUER = "https://login.example/realms/lotse";
const AUDIENCE = "lotse";
const NOW = 1_800_000_000;
const SKEW = 30;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: "u-1", iat: NOW - 10, exp: NOW + 300 };
const KEYCLOAK = {
  ...CLAIMS,
  jti: "2f0b9d3e-8c1f-4f5b-9d0a-0c3d6f1c7a11",
  aud: ["lotse", "account"],
  typ: "Bearer",
  azp: "lotse-web",
  session_state: "6f5c3c1e",
  acr: "1",
  "allowed-origins": ["https://lotse.example"],
  realm_access: { roles: ["offline_access", "lotse-admin", "default-roles-lotse"] },
  resource_access: { account: { roles: ["manage-account", "view-profile"] } },
  scope: "openid profile email",
  email_verified: true,
  name: "Ärztin Żółć",
  preferred_username: "zolc",
};

const encode = (value) =>
  jose.base64url.encode(typeof value === "string" ? value : JSON.stringify(value));

// A key pair with its public JWK. `alg` stands in the JWK only if it is narrowed.
async function makeKey(kid, alg, { narrowed = false, modulusLength = 2048 } = {}) {
  const pair = await jose.generateKeyPair(alg, { modulusLength, crv: "Ed25519", extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid, use: "sig" };
  return { ...pair, kid, alg, jwk: narrowed ? { ...jwk, alg } : jwk };
}

function sign(key, { claims = CLAIMS, header = {}, alg = key.alg, options } = {}) {
  const full = { alg, kid: key.kid, typ: "JWT", ...header };
  for (const name of Object.keys(full)) if (full[name] === undefined) delete full[name];
  const text = typeof claims === "string" ? claims : JSON.stringify(claims);
  return new jose.CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader(full)
    .sign(key.privateKey, options);
}

const without = (name) => ({ ...CLAIMS, [name]: undefined });

// Another character of the alphabet in the middle of a part: other bytes for sure.
function tamper(token, part) {
  const parts = token.split(".");
  const at = Math.floor(parts[part].length / 2);
  const other = parts[part][at] === "A" ? "B" : "A";
  parts[part] = parts[part].slice(0, at) + other + parts[part].slice(at + 1);
  return parts.join(".");
}

const jwks = {};
const cases = [];

async function add(name, set, token, expected, more = {}) {
  const { groups_claim = "", groups = [], ...rest } = more;
  let verdict = "ok";
  try {
    await jose.jwtVerify(token, jose.createLocalJWKSet(jwks[set]), {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ALGORITHMS,
      currentDate: new Date(NOW * 1000),
      clockTolerance: SKEW,
      requiredClaims: ["exp", "sub"],
    });
  } catch (error) {
    verdict = error.code ?? error.name;
  }
  cases.push({ name, jwks: set, token, expected, jose: verdict, groups_claim, groups, ...rest });
}

const keys = {};
for (const alg of ALGORITHMS) keys[alg] = await makeKey(`k-${alg}`, alg);
const rsa = keys.RS256;
const narrowed = await makeKey("k-narrow", "PS256", { narrowed: true });
const large = await makeKey("k-large", "RS256", { modulusLength: 4096 });
const stranger = await makeKey(rsa.kid, "RS256");
const rotated = await makeKey("k-rotated", "RS256");
const alone = await makeKey(undefined, "RS256");
const p384 = await makeKey("k-p384", "ES384");

const secret = { kty: "oct", k: encode("0123456789abcdef0123456789abcdef"), kid: "k-oct", alg: "HS256" };
const all = [...Object.values(keys), narrowed, large].map((key) => key.jwk);
jwks.all = { keys: [secret, p384.jwk, { ...rsa.jwk, kid: "k-enc", use: "enc" }, ...all] };
jwks.alone = { keys: [alone.jwk] };
jwks.rotated = { keys: [rotated.jwk] };

for (const alg of ALGORITHMS) {
  const key = keys[alg];
  await add(`${alg}: good`, "all", await sign(key), "OK");
  await add(`${alg}: other key of the same kid`, "all",
    await sign({ ...(await makeKey(key.kid, alg)) }), "TOKEN_REFUSED");
  await add(`${alg}: expired`, "all", await sign(key, { claims: { ...CLAIMS, exp: NOW - SKEW } }), "TOKEN_EXPIRED");
  await add(`${alg}: claims tampered with`, "all", tamper(await sign(key), 1), "TOKEN_REFUSED");
  await add(`${alg}: signature tampered with`, "all", tamper(await sign(key), 2), "TOKEN_REFUSED");
  await add(`${alg}: header tampered with`, "all", tamper(await sign(key), 0), "TOKEN_REFUSED");
  await add(`${alg}: signature cut off`, "all", (await sign(key)).slice(0, -4), "TOKEN_REFUSED");
  await add(`${alg}: no signature`, "all", (await sign(key)).replace(/[^.]*$/, ""), "TOKEN_REFUSED");
  await add(`${alg}: rotated out`, "rotated", await sign(key), "TOKEN_REFUSED");
}
await add("large RSA key", "all", await sign(large), "OK");
await add("Keycloak, realm roles", "all", await sign(rsa, { claims: KEYCLOAK }), "OK",
  { groups_claim: "realm_access.roles", groups: KEYCLOAK.realm_access.roles });
await add("Keycloak, client roles", "all", await sign(rsa, { claims: KEYCLOAK }), "OK",
  { groups_claim: "resource_access.account.roles", groups: ["manage-account", "view-profile"] });
await add("groups", "all", await sign(rsa, { claims: { ...CLAIMS, groups: ["/a/b", "ü"] } }), "OK",
  { groups_claim: "groups", groups: ["/a/b", "ü"] });
await add("at+jwt", "all", await sign(rsa, { header: { typ: "application/AT+JWT" } }), "OK");
await add("no typ", "all", await sign(rsa, { header: { typ: undefined } }), "OK");
await add("rotated in", "rotated", await sign(rotated), "OK");
await add("no kid, one key", "alone", await sign(alone), "OK");
await add("a key without kid, a token with one", "alone", await sign({ ...alone, kid: "x" }), "TOKEN_REFUSED");
await add("no kid, several keys fit", "all", await sign(rsa, { header: { kid: undefined } }), "TOKEN_REFUSED");
await add("no kid, one key fits", "all", await sign(keys.ES256, { header: { kid: undefined } }), "OK");
await add("PS256 with a key of any RSA", "all", await sign(rsa, { alg: "PS256" }), "OK");
await add("PS256 with its key", "all", await sign(narrowed), "OK");
await add("RS256 with a key for PS256", "all", await sign({ ...rsa, kid: "k-narrow" }), "TOKEN_REFUSED");
await add("in the skew of exp", "all", await sign(rsa, { claims: { ...CLAIMS, exp: NOW - SKEW + 1 } }), "OK");
await add("in the skew of nbf", "all", await sign(rsa, { claims: { ...CLAIMS, nbf: NOW + SKEW } }), "OK");
await add("not yet", "all", await sign(rsa, { claims: { ...CLAIMS, nbf: NOW + SKEW + 1 } }), "TOKEN_REFUSED");
await add("other issuer", "all", await sign(rsa, { claims: { ...CLAIMS, iss: `${ISSUER}/` } }), "TOKEN_REFUSED");
await add("other audience", "all", await sign(rsa, { claims: { ...CLAIMS, aud: ["account", "Lotse"] } }), "TOKEN_REFUSED");
for (const name of ["iss", "aud", "exp", "sub"]) {
  await add(`no ${name}`, "all", await sign(rsa, { claims: without(name) }), "TOKEN_REFUSED");
}
await add("exp is text", "all", await sign(rsa, { claims: { ...CLAIMS, exp: `${NOW + 300}` } }), "TOKEN_REFUSED");
await add("claims are no object", "all", await sign(rsa, { claims: "[]" }), "TOKEN_REFUSED");

// What attackers send.
const [head, body] = (await sign(rsa)).split(".");
await add("none", "all", `${encode({ alg: "none", kid: rsa.kid })}.${body}.`, "TOKEN_REFUSED");
await add("None with a signature", "all",
  `${encode({ alg: "None", kid: rsa.kid })}.${body}.${(await sign(rsa)).split(".")[2]}`, "TOKEN_REFUSED");
for (const pem of [await jose.exportSPKI(rsa.publicKey), JSON.stringify(rsa.jwk), rsa.jwk.n]) {
  const forged = await new jose.SignJWT(CLAIMS)
    .setProtectedHeader({ alg: "HS256", kid: rsa.kid })
    .sign(new TextEncoder().encode(pem));
  await add("HS256 with the public key as secret", "all", forged, "TOKEN_REFUSED");
  await add("the same, said to be RS256", "all", `${head}.${body}.${forged.split(".")[2]}`, "TOKEN_REFUSED");
}
await add("HS256 with the secret in the key set", "all",
  await new jose.SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256", kid: "k-oct" })
    .sign(jose.base64url.decode(secret.k)), "TOKEN_REFUSED");
await add("ES384", "all", await sign(p384), "TOKEN_REFUSED");
await add("key for encryption", "all", await sign({ ...rsa, kid: "k-enc" }), "TOKEN_REFUSED");
await add("RS512", "all", await sign(rsa, { alg: "RS512" }), "TOKEN_REFUSED");
await add("RSA kid with ES256", "all", await sign({ ...keys.ES256, kid: rsa.kid }), "TOKEN_REFUSED");
await add("key in the header", "all", await sign(stranger, { header: { jwk: stranger.jwk } }), "TOKEN_REFUSED");
for (const name of ["jwk", "jku", "x5u", "x5c"]) {
  const value = name === "x5c" ? ["AAAA"] : name === "jwk" ? rsa.jwk : "https://evil.example/keys";
  await add(`${name} in the header of the right key`, "all", await sign(rsa, { header: { [name]: value } }), "TOKEN_REFUSED");
}
await add("crit", "all",
  await sign(rsa, { header: { crit: ["urn:x"], "urn:x": 1 }, options: { crit: { "urn:x": true } } }), "TOKEN_REFUSED");
await add("b64", "all", await sign(rsa, { header: { b64: true, crit: ["b64"] } }), "TOKEN_REFUSED");
await add("an ID token's type", "all", await sign(rsa, { header: { typ: "logout+jwt" } }), "TOKEN_REFUSED");
await add("ES256 of zeros", "all",
  `${encode({ alg: "ES256", kid: "k-ES256" })}.${body}.${jose.base64url.encode(new Uint8Array(64))}`, "TOKEN_REFUSED");
const good = await sign(rsa);
for (const [name, token] of Object.entries({
  "padding": `${good}==`, "white space": `${good}\n`, "four parts": `${good}.x`,
  "two parts": `${head}.${body}`, "empty": "", "dots": "..", "too long": `${"A".repeat(12289)}`,
})) {
  await add(name, "all", token, "TOKEN_REFUSED");
}

process.stdout.write(JSON.stringify({ issuer: ISSUER, audience: AUDIENCE, now: NOW, skew: SKEW, jwks, cases }));
