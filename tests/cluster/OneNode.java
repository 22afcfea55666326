import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of a cluster on the loopback, in this process, until its standard input ends.
 *
 * Arguments: the directory of the node, the name of the cluster, the number of this node, and for every node of
 * the cluster HTTP_PORT:TRANSPORT_PORT, in order.
 */
public class OneNode {
    public static void main(String[] arguments) throws Exception {
        String directory = arguments[0];
        String cluster = arguments[1];
        int own = Integer.parseInt(arguments[2]);
        int nodes = arguments.length - 3;
        StringBuilder seeds = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int at = 0; at < nodes; at++) {
            seeds.append(at == 0 ? "" : ",").append("127.0.0.1:").append(arguments[3 + at].split(":")[1]);
            names.append(at == 0 ? "" : ",").append("node").append(at + 1);
        }
        String[] ports = arguments[3 + own].split(":");
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("cluster.name", cluster);
            settings.put("node.name", "node" + (own + 1));
            settings.put("discovery.type", "zen");
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", ports[0]);
            settings.put("transport.port", ports[1]);
            settings.putList("discovery.seed_hosts", seeds.toString().split(","));
            settings.putList("cluster.initial_cluster_manager_nodes", names.toString().split(","));
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            // A shard moves when its node is gone, and not to even out the load: from a moved one a snapshot is read no more
            settings.put("cluster.routing.rebalance.enable", "none");
            settings.put("cluster.fault_detection.follower_check.interval", "1s");
            settings.put("cluster.fault_detection.leader_check.interval", "1s");
        });
        runner.build(OpenSearchRunner.newConfigs().basePath(directory).numOfNode(1).clusterName(cluster));
        while (System.in.read() >= 0) {
            // the one who started this node still lives
        }
        runner.close();
        System.exit(0);
    }
}
