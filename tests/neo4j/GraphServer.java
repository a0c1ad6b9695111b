import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j server that lives until its standard input ends; the argument is its home with conf/neo4j.conf. */
public final class GraphServer {
  public static void main(String[] arguments) throws Exception {
    var home = Path.of(arguments[0]);
    new DatabaseManagementServiceBuilder(home)
        .loadPropertiesFromFile(home.resolve("conf").resolve("neo4j.conf"))
        .build();
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    // Whoever started us is gone.
    Runtime.getRuntime().halt(0);
  }
}
