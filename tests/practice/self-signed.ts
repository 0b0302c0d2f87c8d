/**
 * A self-signed identity of 127.0.0.1 and localhost, for tests only: its key is public, so nothing may trust it.
 * Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500`.
 */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+avUWRafZjEoMjNx
5tprHxLAvT3gi+8LUHnVP1XGDvyhRANCAAR2LFIgQV8owrDQZIZAVlhZHwcyjGo1
4B2js4LQ9GTqGaZksBUznScUC+3OWSrw2rbBiirPOdijkRPkibzFTJ3q
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUMKgSLRqjIQWAg2Av11q2KcpNLc0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMjExMTgxNloYDzIxMjYxMDI5
MTExODE2WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR2LFIgQV8owrDQZIZAVlhZHwcyjGo14B2js4LQ9GTqGaZksBUznScU
C+3OWSrw2rbBiirPOdijkRPkibzFTJ3qo28wbTAdBgNVHQ4EFgQUrpsAtMlTMGzv
AmpH/3c/4wUNiBswHwYDVR0jBBgwFoAUrpsAtMlTMGzvAmpH/3c/4wUNiBswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSQAwRgIhANmvStYUSROQHeMJm6bDh9o3dj7UGztiyEQ2VCptBd7bAiEA
5YpH60Crb8nch8AsG8m+78cdpCS5WloN8ynxknvx9UA=
-----END CERTIFICATE-----`,
};
