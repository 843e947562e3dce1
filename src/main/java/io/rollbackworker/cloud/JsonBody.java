package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.SignedBody;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A request's body, in memory, so that it can be signed. */
class JsonBody extends RequestBody implements SignedBody {
  private static final MediaType JSON = MediaType.get("application/json;charset=UTF-8");

  private final byte[] bytes;

  JsonBody(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
  }
}
