// The network test of the pre-join screen: each check answers yes, no or unknown.

/** @import { IceServer } from "../wire" */
/** @typedef {"yes" | "no" | "none"} Answer `none`: there is nothing to be tested */
/** @typedef {{ browser: Answer, house: Answer, relay: Answer }} Ways */
/** @typedef {{ addresses: string[], port: number, ufrag: string, password: string }} House its own port */

const LONGEST = 6000; // milliseconds

/**
 * Whether this browser has addresses to speak from, whether the house hears and answers it, whether the relay does.
 * @param {IceServer[]} ice
 * @param {House | null} house
 * @returns {Promise<Ways>}
 */
export async function testNetwork(ice, house) {
  const servers = ice.map(({ urls, username, credential }) => (username ? { urls, username, credential } : { urls }));
  const [types, heard] = await Promise.all([gather({ iceServers: servers }), house && knock(house)]);
  const hasRelay = ice.some(({ urls }) => urls.some((url) => url.startsWith("turn")));
  return {
    browser: types.has("host") ? "yes" : "no",
    house: heard === null ? "none" : heard ? "yes" : "no",
    relay: types.has("relay") ? "yes" : hasRelay ? "no" : "none",
  };
}

/** @param {RTCConfiguration} ways @returns {Promise<Set<string>>} the types of the candidates (RFC 8445, 5.1.1) */
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

/**
 * Whether the house answers a check such as a meeting makes (RFC 8445, 7.2).
 * Asking it for our address, as one asks a STUN server, would prove less: a browser is silent about an address that
 * it knows already, so silence may mean either.
 * @param {House} house
 * @returns {Promise<boolean>}
 */
function knock(house) {
  const connection = new RTCPeerConnection();
  connection.createDataChannel("test");
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ isHeard) => {
      clearTimeout(timer);
      connection.close();
      resolve(isHeard);
    };
    const timer = setTimeout(() => end(false), LONGEST);
    connection.oniceconnectionstatechange = () =>
      ["connected", "completed"].includes(connection.iceConnectionState) && end(true);
    void connection
      .setLocalDescription()
      .then(() => connection.setRemoteDescription({ type: "answer", sdp: answerOf(house) }));
  });
}

/**
 * What would be answered at the port. Nothing is to be encrypted: who takes the active part there never does.
 * @param {House} house
 */
function answerOf({ addresses, port, ufrag, password }) {
  const candidates = addresses.map(
    (address, index) => `a=candidate:${index + 1} 1 udp ${2130706431 - index} ${address} ${port} typ host`,
  );
  const session = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=ice-lite"];
  const section = [
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    "a=mid:0",
    "a=sctp-port:5000",
    "a=setup:active",
  ];
  const keys = [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${Array(32).fill("00").join(":")}`,
  ];
  return [...session, ...section, ...keys, ...candidates, "a=end-of-candidates", ""].join("\r\n");
}
