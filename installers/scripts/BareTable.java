import javafx.application.Application;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.stage.Stage;

/** The least window with a list that JavaFX can open: what the window of Hamlet is compared with by the benchmark. */
public final class BareTable extends Application {
    private static final int ROWS = 20;

    /** Made by JavaFX. */
    public BareTable() {}

    /** Opens the window. */
    public static void main(String[] arguments) {
        launch(arguments);
    }

    @Override
    public void start(Stage stage) {
        TableView<Integer> table = new TableView<>(FXCollections.observableArrayList());
        for (String title : new String[] {"Name", "State", "Memory", "Processors"}) {
            TableColumn<Integer, String> column = new TableColumn<>(title);
            column.setPrefWidth(300);
            column.setCellValueFactory(row -> new SimpleStringProperty(title + " " + row.getValue()));
            table.getColumns().add(column);
        }
        for (int i = 0; i < ROWS; i++) {
            table.getItems().add(i);
        }
        stage.setScene(new Scene(table, 1280, 800));
        stage.show();
    }
}
