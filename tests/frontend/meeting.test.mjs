import assert from "node:assert/strict";
import test from "node:test";

const MODULES = "../../frontend/static/js/meeting/";
const { hands, joined, nameOf, reduce, together } = await import(`${MODULES}reducer.js`);
const { arrange, grid, handsOffStage, keepPlaces, pictures } = await import(`${MODULES}layout.js`);
const { decide, fingerprint, isPolite, origin } = await import(`${MODULES}negotiation.js`);
const { between, count, judge, Watch, worse } = await import(`${MODULES}quality.js`);
const { shortcutOf } = await import(`${MODULES}shortcuts.js`);
const { isRefusal, sentenceOf } = await import(`${MODULES}capture-errors.js`);
const { bound, scale, LAYERS } = await import(`${MODULES}simulcast.js`);
const { groupsOf } = await import(`${MODULES}groups.js`);
const { actionsOn } = await import(`${MODULES}member-actions.js`);

const STATE = {
  mode: "mesh",
  locked: false,
  lobby: false,
  floor: true,
  spotlight: null,
  groups: 0,
  groups_end_at: null,
  recording: "off",
  text: null,
};
const NAMES = ["", "Judith", "Nadia", "Marcel", "Awa", "Ousmane", "Odile", "Karim"];

function member(id, more = {}) {
  const person = { id, name: NAMES[id] ?? `Personne ${id}`, role: id === 1 ? "artist" : "participant" };
  return {
    person,
    host: id === 1,
    stood_down: false,
    microphone: true,
    camera: true,
    screen: false,
    hand: null,
    silenced: false,
    may_speak: true,
    away: false,
    quality: "good",
    group: 0,
    ...more,
  };
}

/** Nadia's meeting with `ids`. */
function meeting(ids, { state = {}, slots = [], speakers = [], members = {} } = {}) {
  const all = [2, ...ids].map((id) => member(id, members[id]));
  const begun = joined({ me: 2, members: all, state: { ...STATE, ...state } }, null);
  return { ...begun, slots, speakers };
}

const screen = { pinned: null, most: 9, before: [] };

// The reducer

/** A sender whose parameters a negotiation takes back `times` times. */
function senderIn(times) {
  const sender = {
    encodings: [{}],
    getParameters: () => ({ encodings: [{ ...sender.encodings[0] }] }),
    async setParameters({ encodings }) {
      if (times-- > 0) throw new DOMException("getParameters() has never been called", "InvalidStateError");
      sender.encodings = encodings;
    },
  };
  return sender;
}

test("a rate is set though a negotiation came in between, and not for ever", async () => {
  const sender = senderIn(2);
  await bound(sender, 40_000);
  assert.equal(sender.encodings[0].maxBitrate, 40_000);
  await assert.rejects(bound(senderIn(3), 40_000), { name: "InvalidStateError" });
  await bound(undefined, 40_000);
});

test("whoever comes is there, whoever changes is as they are now, whoever leaves is gone", () => {
  const before = meeting([1]);
  const after = reduce(before, {
    type: "meeting.members",
    members: [member(3), member(1, { camera: false })],
    gone: [],
  });
  assert.deepEqual([...after.members.keys()], [2, 1, 3]);
  assert.equal(after.members.get(1).camera, false);
  assert.equal(before.members.get(1).camera, true, "nothing is changed in place");
  assert.deepEqual([...reduce(after, { type: "meeting.members", members: [], gone: [1] }).members.keys()], [2, 3]);
});

test("a message about something else changes nothing", () => {
  const before = meeting([1]);
  assert.equal(reduce(before, { type: "meeting.trickled", peer: 1, candidate: "" }), before);
});

test("a caption grows in its place until it is final; the next words begin another line", () => {
  const say = (now, person, text, final) => reduce(now, { type: "meeting.captioned", person, text, final });
  let now = say(meeting([1, 3]), 1, "Bon", false);
  now = say(now, 3, "Salut", true);
  now = say(now, 1, "Bonsoir", true);
  now = say(now, 1, "à tous", false);
  assert.deepEqual(
    now.lines.map(({ name, text, final }) => [name, text, final]),
    [
      ["Judith", "Bonsoir", true],
      ["Marcel", "Salut", true],
      ["Judith", "à tous", false],
    ],
  );
  assert.equal(say(now, 1, "", false).lines.length, 2, "a line that was taken back goes");
});

test("hands are in the order in which they were raised, within one's own group", () => {
  const now = meeting([1, 3, 4], { members: { 1: { hand: 30 }, 3: { hand: 10 }, 4: { hand: 5, group: 2 } } });
  assert.deepEqual(
    hands(now).map(({ person }) => person.id),
    [3, 1],
  );
  assert.deepEqual(
    together(now).map(({ person }) => person.id),
    [2, 1, 3],
  );
});

test("coming back keeps the captions that one has read", () => {
  const before = reduce(meeting([1]), { type: "meeting.captioned", person: 1, text: "Bonsoir", final: true });
  assert.equal(joined({ me: 2, members: [], state: STATE }, before).lines.length, 1);
});

test("two people of one name are told apart, wherever they are", () => {
  const now = { ...meeting([1]), knocking: [8, 9].map((id) => ({ id, name: "judith", role: "participant" })) };
  const names = [now.members.get(1).person, ...now.knocking].map((person) => nameOf(now, person));
  assert.deepEqual(names, ["Judith", "judith (2)", "judith (3)"]);
  assert.equal(nameOf(now, now.members.get(2).person), "Nadia");
});

// The stage

test("tiles are as large as they can be, on a phone held either way and at a desk", () => {
  assert.deepEqual(grid(1, 390, 600), { columns: 1, rows: 1 });
  assert.deepEqual(grid(2, 390, 600), { columns: 1, rows: 2 });
  assert.deepEqual(grid(2, 844, 290), { columns: 2, rows: 1 });
  assert.deepEqual(grid(4, 390, 600), { columns: 2, rows: 2 });
  assert.deepEqual(grid(9, 1280, 720), { columns: 3, rows: 3 });
  assert.deepEqual(grid(0, 390, 600), { columns: 1, rows: 1 });
});

test("a telephone shows four pictures of others, a desk nine, a wall sixteen", () => {
  assert.deepEqual([pictures(390, 844), pictures(844, 390), pictures(1280, 900), pictures(1920, 1080)], [4, 4, 9, 16]);
});

test("I come last, and there are never more pictures of others than slots", () => {
  const scene = arrange(meeting([1, 3, 4, 5, 6, 7]), { ...screen, most: 4 });
  assert.deepEqual(scene, {
    main: null,
    others: ["1:camera", "3:camera", "4:camera", "5:camera", "2:camera"],
    rest: 2,
  });
});

test("one person more than there are pictures is shown by name, not counted", () => {
  const scene = arrange(meeting([1, 3, 4, 5, 6]), { ...screen, most: 4 });
  assert.deepEqual(scene.others, ["1:camera", "3:camera", "4:camera", "5:camera", "6:camera", "2:camera"]);
  assert.equal(scene.rest, 0);
});

test("whoever has a slot is shown first, then who speaks, then whose hand is up", () => {
  const slots = [
    { mid: "v0", person: 7, source: "camera" },
    { mid: "v1", person: null, source: "camera" },
    { mid: "a0", person: 6, source: "microphone" },
  ];
  const now = meeting([1, 3, 4, 5, 6, 7], { slots, speakers: [5], members: { 4: { hand: 3 } } });
  assert.deepEqual(arrange(now, { ...screen, most: 3 }).others, ["7:camera", "5:camera", "4:camera", "2:camera"]);
});

test("a picture stays where it is as long as its person is shown", () => {
  assert.deepEqual(keepPlaces(["a", "b", "c"], ["c", "d", "a"]), ["a", "d", "c"]);
  assert.deepEqual(keepPlaces(["a", "b", "c"], ["c"]), ["c"]);
  assert.deepEqual(keepPlaces([], ["c", "a"]), ["c", "a"]);
});

test("a shared screen is large, unless I have pinned somebody; a spotlight is large where nothing else is", () => {
  const shared = meeting([1, 3], { members: { 3: { screen: true } }, state: { spotlight: 1 } });
  assert.equal(arrange(shared, screen).main, "3:screen");
  assert.equal(arrange(shared, { ...screen, pinned: 1 }).main, "1:camera");
  assert.equal(arrange(meeting([1, 3], { state: { spotlight: 1 } }), screen).main, "1:camera");
  assert.equal(
    arrange(meeting([1], { members: { 2: { screen: true } } }), screen).main,
    null,
    "my own screen is not shown to me",
  );
});

test("while all read a text, everybody is small beside it", () => {
  const text = { what: "protocole", id: 12, step: 0, reader: null };
  const shared = meeting([1, 3], { members: { 3: { screen: true } }, state: { spotlight: 1, text } });
  assert.equal(arrange(shared, { ...screen, pinned: 1 }).main, null);
  assert.deepEqual(arrange(shared, screen).others, ["1:camera", "3:camera", "2:camera"]);
});

test("who is large is not shown twice, and who shares their screen keeps their face", () => {
  assert.deepEqual(arrange(meeting([1, 3], { state: { spotlight: 1 } }), screen).others, ["3:camera", "2:camera"]);
  assert.deepEqual(arrange(meeting([1], { members: { 1: { screen: true } } }), screen).others, [
    "1:camera",
    "2:camera",
  ]);
});

test("those of another group are not shown, nor counted", () => {
  const now = meeting([1, 3], { members: { 3: { group: 2 } } });
  assert.deepEqual(arrange(now, screen), { main: null, others: ["1:camera", "2:camera"], rest: 0 });
});

// Perfect negotiation

test("the higher id gives way when two offers cross", () => {
  assert.ok(isPolite(7, 3) && !isPolite(3, 7));
  const crossing = { isOffering: true, isStable: false, isNew: false, isKnown: true };
  assert.equal(decide({ ...crossing, isPolite: true }), "accept");
  assert.equal(decide({ ...crossing, isPolite: false }), "ignore");
});

test("two first offers that cross leave one: whoever gives way begins anew", () => {
  assert.equal(decide({ isPolite: true, isOffering: false, isStable: false, isNew: false, isKnown: false }), "rebuild");
});

test("an offer from another page of the same person takes the place of the dead connection", () => {
  for (const isPolite of [true, false])
    assert.equal(decide({ isPolite, isOffering: true, isStable: false, isNew: true, isKnown: true }), "rebuild");
});

test("an offer in a quiet moment is accepted by both", () => {
  for (const isPolite of [true, false])
    assert.equal(decide({ isPolite, isOffering: false, isStable: true, isNew: false, isKnown: false }), "accept");
});

test("pages are known by their certificate, sessions by their origin", () => {
  const sdp = "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\na=fingerprint:sha-256 AB:CD\r\n";
  assert.equal(fingerprint(sdp), "sha-256 AB:CD");
  assert.equal(origin(sdp), "4611");
  assert.equal(fingerprint("v=0"), "");
});

// Quality

let ssrc = 0;

/**
 * A connection of one voice each way, of which a share is lost; its two counts, with 100 packets more the second time.
 */
function line({ down = 0, up = 0, rtt = 0.01 }) {
  const [coming, going] = [++ssrc, ++ssrc];
  const counted = (times, loss) => [
    {
      type: "inbound-rtp",
      ssrc: coming,
      packetsLost: 7 + times * down * 100,
      packetsReceived: 70 + times * (1 - down) * 100,
    },
    { type: "outbound-rtp", ssrc: going, packetsSent: 70 + times * 100 },
    { type: "remote-inbound-rtp", ssrc: going, fractionLost: loss },
    { type: "candidate-pair", state: "succeeded", nominated: true, currentRoundTripTime: rtt },
    { type: "candidate-pair", state: "waiting", nominated: false, currentRoundTripTime: 9 },
  ];
  return [counted(0, 0.9), counted(1, up)];
}

/** What is measured of `lines` between two counts. */
function measured(lines, isMesh = true) {
  const [before, after] = [0, 1].map((time) =>
    count(
      lines.map((counts) => counts[time]),
      isMesh,
    ),
  );
  return between(before, after);
}

const WELL = {};
const NOTHING = count([], true);

test("with the house, what is lost either way is lost on my own line", () => {
  assert.deepEqual(measured([line({ down: 0.25, rtt: 0.04 })], false), { loss: 0.25, rtt: 40 });
  assert.deepEqual(measured([line({ up: 0.5 })], false), { loss: 0.5, rtt: 10 });
});

test("among few, one whose line is weak does not make mine so", () => {
  assert.deepEqual(measured([line({ down: 0.3, up: 0.4, rtt: 2 }), line(WELL)]), { loss: 0, rtt: 10 });
  assert.deepEqual(measured([line({ down: 0.3, up: 0.4, rtt: 2 }), line(WELL), line(WELL)]), { loss: 0, rtt: 10 });
  assert.equal(measured([line({ down: 0.3 })]).loss, 0, "of two, who sends is who is weak");
});

test("among few, what most do not get of me is my own loss, and what I do not get of most", () => {
  assert.equal(measured([line({ up: 0.2 })]).loss, 0.2);
  assert.equal(measured([line({ up: 0.2 }), line({ up: 0.4 }), line(WELL)]).loss, 0.2);
  assert.equal(measured([line({ down: 0.2 }), line({ down: 0.25 })]).loss, 0.2);
});

test("a voice that rests loses nothing, whatever was said of it last; a new connection begins at nothing", () => {
  const [, after] = line({ up: 0.4, down: 0.5 });
  assert.deepEqual(between(count([after], false), count([after], false)), { loss: 0, rtt: 10 });
  assert.equal(between(NOTHING, count([line(WELL)[0]], false)).loss.toFixed(2), "0.90");
  assert.deepEqual(between(count([after], false), NOTHING), { loss: 0, rtt: 0 });
});

test("what the house measures of me counts as much as what this browser does", () => {
  assert.equal(worse("good", "poor"), "poor");
  assert.equal(worse("lost", "poor"), "lost");
  assert.equal(worse("good", "good"), "good");
});

test("a connection that loses or lingers is poor, one that is cut is lost", () => {
  assert.equal(judge({ loss: 0, rtt: 40 }, true), "good");
  assert.equal(judge({ loss: 0.1, rtt: 40 }, true), "poor");
  assert.equal(judge({ loss: 0, rtt: 900 }, true), "poor");
  assert.equal(judge({ loss: 0, rtt: 40 }, false), "lost");
});

test("sound only is offered after some seconds, once; pictures when it has been well for longer", () => {
  const watch = new Watch();
  assert.deepEqual(
    ["poor", "good", "poor", "poor", "poor", "poor"].map((each) => watch.see(each, false)),
    [null, null, null, null, "sound", null],
  );
  assert.deepEqual(
    Array.from({ length: 7 }, () => watch.see("good", true)),
    [null, null, null, null, null, "pictures", null],
  );
});

test("a picture is made smaller for its layer, never larger", () => {
  assert.equal(scale(720, LAYERS.l), 4);
  assert.equal(scale(540, LAYERS.h), 1);
});

// Keys and refusals

test("keys do what buttons do, but never while one types, nor with a modifier", () => {
  const body = { tagName: "BODY" };
  assert.deepEqual(
    ["m", "M", "c", "v", "h", "?", "x"].map((key) => shortcutOf({ key, target: body })),
    ["microphone", "microphone", "camera", "camera", "hand", "help", null],
  );
  for (const target of [
    { tagName: "TEXTAREA" },
    { tagName: "INPUT", type: "text" },
    { tagName: "SELECT" },
    { tagName: "DIV", isContentEditable: true },
  ])
    assert.equal(shortcutOf({ key: "m", target }), null);
  assert.equal(shortcutOf({ key: "m", target: { tagName: "INPUT", type: "checkbox" } }), "microphone");
  assert.equal(shortcutOf({ key: "m", target: body, ctrlKey: true }), null);
  assert.equal(shortcutOf({ key: "m", target: body, repeat: true }), null, "a key that is held down does it once");
});

test("a camera that was refused, is missing or is taken is told apart", () => {
  assert.equal(sentenceOf({ name: "NotAllowedError" }, "camera"), "camera_refused");
  assert.equal(sentenceOf({ name: "NotFoundError" }, "microphone"), "microphone_missing");
  assert.equal(sentenceOf({ name: "NotReadableError" }, "camera"), "camera_taken");
  assert.equal(sentenceOf(new Error("what?"), "camera"), "camera_taken");
  assert.ok(isRefusal({ name: "NotAllowedError" }) && !isRefusal({ name: "NotFoundError" }));
});

test("hands that are up off the stage are counted, and no others", () => {
  const now = meeting([1, 3, 4, 5], { members: { 1: { hand: 5 }, 4: { hand: 7 }, 5: { hand: 9, group: 1 } } });
  assert.equal(handsOffStage(now, { main: null, others: ["1:camera", "3:camera", "2:camera"], rest: 1 }), 1);
  assert.equal(handsOffStage(now, { main: "4:camera", others: ["1:camera", "2:camera"], rest: 1 }), 0);
  assert.equal(
    handsOffStage(now, { main: "4:screen", others: ["1:camera", "2:camera"], rest: 1 }),
    1,
    "a screen shows no hand",
  );
});

// What one may do about somebody

const keysOf = (now, id, pinned = null) => actionsOn(now, now.members.get(id), pinned).map(({ key }) => key);

test("a participant may look at somebody, and nothing more", () => {
  assert.deepEqual(keysOf(meeting([1, 3]), 3), ["pin"]);
  assert.deepEqual(keysOf(meeting([1, 3]), 3, 3), ["unpin"]);
  assert.deepEqual(keysOf(meeting([1, 3]), 2), []);
});

test("whoever leads lowers a hand, and takes nobody's word by it", () => {
  const lowering = (state, more = {}) => {
    const now = meeting([3], { state, members: { 2: { host: true }, 3: { hand: 7, ...more } } });
    return actionsOn(now, now.members.get(3), null).find(({ key }) => key === "lower_hand")?.fields;
  };
  assert.deepEqual(lowering({}), { person: 3, on: false });
  assert.deepEqual(lowering({ floor: false }), { person: 3, on: true }, "who may speak goes on");
  assert.deepEqual(lowering({ floor: false }, { may_speak: false }), { person: 3, on: false });
  assert.equal(lowering({}, { hand: null }), undefined);
});

test("whoever leads silences, invites, lets speak, puts out; never opens anybody's microphone", () => {
  const led = { members: { 2: { host: true }, 3: { microphone: false } } };
  assert.deepEqual(keysOf(meeting([1, 3], led), 3), ["pin", "light", "silence", "ask_unmute", "hand_over", "remove"]);
  const closed = {
    members: { 2: { host: true }, 3: { microphone: false, may_speak: false } },
    state: { floor: false },
  };
  assert.deepEqual(keysOf(meeting([1, 3], closed), 3), ["pin", "light", "silence", "let_speak", "hand_over", "remove"]);
  assert.deepEqual(keysOf(meeting([1, 3], led), 1), ["pin", "light"], "an artist leads already, and is not put out");
});

test("whoever leads may stop while somebody else leads, and lead again", () => {
  const mine = (members) => keysOf(meeting([1, 3], { members }), 2);
  assert.deepEqual(mine({ 2: { host: true } }), ["light", "stand_down"]);
  assert.deepEqual(mine({ 2: { host: true }, 1: { away: true } }), ["light"], "who is away does not lead just now");
  assert.deepEqual(mine({ 2: { host: true }, 1: { host: false } }), ["light"]);
  assert.deepEqual(mine({ 2: { stood_down: true } }), ["lead_again"]);
});

test("whoever leads gives what is shown to somebody to read, once", () => {
  const text = { what: "protocole", id: 12, step: 1, reader: null };
  const giving = (more) => {
    const now = meeting([3], { state: { text: { ...text, ...more } }, members: { 2: { host: true } } });
    return actionsOn(now, now.members.get(3), null).find(({ key }) => key === "give_to_read")?.fields;
  };
  assert.deepEqual(giving({}), { what: "protocole", id: 12, reader: 3 });
  assert.equal(giving({ reader: 3 }), undefined);
  assert.equal(keysOf(meeting([3], { members: { 2: { host: true } } }), 3).includes("give_to_read"), false);
});

test("where there are groups, whoever leads sends people into them and brings them back", () => {
  const split = { members: { 2: { host: true }, 3: { group: 1 } }, state: { groups: 2 } };
  const acts = actionsOn(meeting([3], split), meeting([3], split).members.get(3), null);
  assert.deepEqual(
    acts.filter(({ type }) => type === "meeting.group").map(({ fields }) => fields.group),
    [0, 2],
  );
});

test("people make groups of about so many, never more than ten groups, and nobody is alone", () => {
  const made = (size, ...people) => people.map((each) => groupsOf(each, size));
  assert.deepEqual(made(2, 0, 1, 2, 3, 4, 5, 6), [0, 0, 1, 1, 2, 2, 3]);
  assert.deepEqual(made(3, 4, 5, 6, 7, 8, 10, 11), [1, 2, 2, 2, 3, 3, 4]);
  assert.deepEqual(made(20, 20, 30, 100), [1, 2, 5]);
  assert.deepEqual(made(2, 100), [10]);
});
