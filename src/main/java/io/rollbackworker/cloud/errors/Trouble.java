package io.rollbackworker.cloud.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong on the way to a cloud and back, for everybody who reads outcomes: addresses,
 * paths and classes stand in the worker's log alone.
 */
public final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private Trouble() {}

  /** For who runs the worker; once for each call. */
  public static void log(IOException e) {
    LOG.atInfo().addKeyValue("cause", e.toString()).log("a call to the cloud has failed");
  }

  /** Goes on after "but". */
  public static String words(IOException e) {
    return switch (e) {
      case UnfitAnswer unfit -> String.valueOf(unfit.getMessage());
      case JsonProcessingException json -> "the answer is no JSON";
      case UnknownHostException unknown -> "the address has a name that is not known";
      case ConnectException none -> "no connection could be made";
      case NoRouteToHostException none -> "no connection could be made";
      case SSLException tls -> "TLS could not be agreed upon";
      case InterruptedIOException late -> "no answer came in time";
      default -> "the connection broke";
    };
  }
}
