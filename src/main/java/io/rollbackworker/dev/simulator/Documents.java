package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The bodies of the API's answers, in the shapes of the documents. */
final class Documents {
  private static final String USER = "48d70679b8644035846b2cb53633c256";

  private Documents() {}

  /** Cinder style (v3) has user_id, EVS style (v2) has not. */
  static ObjectNode snapshot(SimSnapshot snapshot, boolean cinderStyle) {
    ObjectNode body = Api.JSON.createObjectNode();
    ObjectNode s = body.putObject("snapshot");
    s.put("id", snapshot.id());
    s.put("status", snapshot.status());
    s.put("name", snapshot.name());
    s.put("description", "");
    s.put("created_at", snapshot.createdAt());
    s.put("updated_at", snapshot.updatedAt());
    ObjectNode metadata = s.putObject("metadata");
    snapshot.metadata().forEach(metadata::put);
    s.put("volume_id", snapshot.volumeId());
    s.put("size", snapshot.sizeGb());
    s.put("os-extended-snapshot-attributes:project_id", snapshot.projectId());
    s.put("os-extended-snapshot-attributes:progress", "100%");
    if (cinderStyle) {
      s.put("user_id", USER);
    }
    return body;
  }

  static ObjectNode volume(SimVolume volume, boolean cinderStyle) {
    ObjectNode body = Api.JSON.createObjectNode();
    ObjectNode v = body.putObject("volume");
    v.put("id", volume.id());
    v.put("name", volume.name());
    v.put("description", "");
    v.put("status", volume.status());
    v.put("size", volume.sizeGb());
    v.put("bootable", "false");
    v.put("multiattach", false);
    v.putObject("metadata").put("__system__encrypted", "0");
    v.put("availability_zone", "cn-north-4a");
    v.put("volume_type", "SSD");
    v.put("created_at", volume.createdAt());
    v.put("updated_at", volume.updatedAt());
    v.put("os-vol-tenant-attr:tenant_id", volume.projectId());
    if (!cinderStyle) {
      v.put("service_type", "EVS");
    }
    var attachments = v.putArray("attachments");
    for (String server : volume.servers()) {
      ObjectNode a = attachments.addObject();
      a.put("server_id", server);
      a.put("attachment_id", volume.id());
      a.put("volume_id", volume.id());
      a.put("device", "/dev/vdb");
      a.put("id", volume.id());
    }
    return body;
  }

  static ObjectNode rollback(String volumeId) {
    ObjectNode body = Api.JSON.createObjectNode();
    body.putObject("rollback").put("volume_id", volumeId);
    return body;
  }

  /** EVS style wraps in "error"; Cinder style names the fault and has a numeric code. */
  static ObjectNode error(int status, String code, String message, boolean cinderStyle) {
    ObjectNode body = Api.JSON.createObjectNode();
    if (!cinderStyle) {
      body.putObject("error").put("message", message).put("code", code);
      return body;
    }
    String fault = status == 404 ? "itemNotFound" : status < 500 ? "badRequest" : "computeFault";
    body.putObject(fault).put("message", message).put("code", status);
    return body;
  }

  /** The gateway's form for its own codes and IAM's, EVS's for others. */
  static ObjectNode fault(int status, String code, @Nullable String message) {
    String text = message == null ? "injected fault" : message;
    if (!code.startsWith("API") && !code.startsWith("IAM")) {
      return error(status, code, text, false);
    }
    ObjectNode body = Api.JSON.createObjectNode();
    body.put("error_code", code);
    body.put("error_msg", text);
    body.put("request_id", "0ddba11");
    return body;
  }
}
