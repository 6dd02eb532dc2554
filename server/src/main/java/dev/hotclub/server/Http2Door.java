package dev.hotclub.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/// Helidon's HTTP/2, for clients of gRPC's C core too.
final class Http2Door implements ServerConnectionSelector {
  private final Http2ConnectionSelector helidons;

  Http2Door(Http2Config config) {
    helidons = Http2ConnectionSelector.builder().http2Config(config).build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return helidons.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return helidons.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return helidons.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return helidons.connection(new Rewritten(context, reader(context.dataReader())));
  }

  private static DataReader reader(DataReader raw) {
    PseudoHeaders pseudoHeaders = new PseudoHeaders();
    return DataReader.create(() -> {
      byte[] bytes = new byte[0];
      // a part of a frame may give nothing yet
      while (bytes.length == 0) {
        raw.ensureAvailable();
        bytes = pseudoHeaders.rewrite(raw.readBytes(raw.available()));
      }
      return bytes;
    });
  }

  /// A connection that is read from elsewhere.
  private record Rewritten(ConnectionContext inner, DataReader dataReader)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return inner.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return inner.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return inner.dataWriter();
    }

    @Override
    public Router router() {
      return inner.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return inner.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return inner.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return inner.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return inner.localPeer();
    }

    @Override
    public boolean isSecure() {
      return inner.isSecure();
    }

    @Override
    public String socketId() {
      return inner.socketId();
    }

    @Override
    public String childSocketId() {
      return inner.childSocketId();
    }
  }
}
