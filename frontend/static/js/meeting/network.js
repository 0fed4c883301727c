// Whether sound and pictures will find a way: what the door tests, in three answers.

/** @import { IceServer } from "../wire" */
/** @typedef {"yes" | "no" | "none"} Answer `none`: there is nothing to be tested */
/** @typedef {{ direct: Answer, outside: Answer, relay: Answer }} Ways */

const LONGEST = 6000; // milliseconds

/**
 * Gather ways as a meeting would (RFC 8445, 5.1.1): from this machine, as seen from outside, through the relay.
 * @param {IceServer[]} ice
 * @returns {Promise<Ways>}
 */
export async function testNetwork(ice) {
  const servers = ice.map(({ urls, username, credential }) => (username ? { urls, username, credential } : { urls }));
  const types = await gather({ iceServers: servers });
  const has = (/** @type {string} */ scheme) => ice.some(({ urls }) => urls.some((url) => url.startsWith(scheme)));
  return {
    direct: types.has("host") ? "yes" : "no",
    outside: types.has("srflx") ? "yes" : has("stun") || has("turn") ? "no" : "none",
    relay: types.has("relay") ? "yes" : has("turn") ? "no" : "none",
  };
}

/** @param {RTCConfiguration} ways @returns {Promise<Set<string>>} the types of the candidates */
function gather(ways) {
  const connection = new RTCPeerConnection(ways);
  /** @type {Set<string>} */
  const types = new Set();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      connection.close();
      resolve(types);
    };
    const timer = setTimeout(end, LONGEST);
    connection.onicecandidate = ({ candidate }) => (candidate ? types.add(candidate.type ?? "") : end());
    connection.createDataChannel("test");
    void connection.setLocalDescription();
  });
}
