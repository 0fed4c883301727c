// One track of two: my microphone, and the sound of the tab that I share.

export class SoundMix {
  /** @param {MediaStreamTrack} sound of the tab */
  constructor(sound) {
    this.context = new AudioContext();
    this.out = this.context.createMediaStreamDestination();
    this.sound = sound;
    /** @type {MediaStreamTrack | null} */
    this.voice = null;
    /** @type {MediaStreamAudioSourceNode | null} */
    this.source = null;
    this.track.contentHint = "music";
    this.#add(sound);
  }

  get track() {
    return this.out.stream.getAudioTracks()[0];
  }

  /** Mix in my microphone, which is silent by itself while it is cut. @param {MediaStreamTrack | null} voice */
  take(voice) {
    if (voice === this.voice) return;
    this.source?.disconnect();
    this.voice = voice;
    this.source = voice && this.#add(voice);
  }

  end() {
    this.sound.stop();
    void this.context.close();
  }

  /** @param {MediaStreamTrack} track */
  #add(track) {
    const source = this.context.createMediaStreamSource(new MediaStream([track]));
    source.connect(this.out);
    return source;
  }
}
