// Perfect negotiation (WebRTC 1.0, section 10.7), as a decision without a connection. Pure.

/** @typedef {"accept" | "ignore" | "rebuild"} Decision */
/** @typedef {{ isPolite: boolean, isOffering: boolean, isStable: boolean, isNew: boolean, isKnown: boolean }} Moment */

/**
 * What to do with an offer. `isNew`: it comes from another page than the connection we have (its certificate
 * differs), so that ours is dead. `isKnown`: we have heard from that page at all.
 * @param {Moment} moment
 * @returns {Decision}
 */
export function decide({ isPolite, isOffering, isStable, isNew, isKnown }) {
  if (isNew) return "rebuild";
  const collides = isOffering || !isStable;
  if (!collides) return "accept";
  if (!isPolite) return "ignore";
  // Two first offers have crossed: what we prepared for ours cannot take theirs (RFC 8829, 5.10).
  return isKnown ? "accept" : "rebuild";
}

/** The higher id gives way. @param {number} me @param {number} peer */
export function isPolite(me, peer) {
  return me > peer;
}

/** The certificate that a description names: one page's connection has one. @param {string} sdp */
export function fingerprint(sdp) {
  return /^a=fingerprint:(.+)$/m.exec(sdp)?.[1].trim() ?? "";
}

/** Which session a description belongs to: the same through all its offers (RFC 8866, 5.2). @param {string} sdp */
export function origin(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? "";
}
