package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.standalone.workflow.WorkflowRules;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.uri.UriAllowList;
import java.util.SortedMap;

/** The rules that a workflow is held against before it is sent. */
final class WorkflowModels {

    private WorkflowModels() {}

    /** A system that {@code up} runs has the usual limits; from where it fetches is an option of it, which nobody else knows. */
    static WorkflowRules rules(ConnectionOptions connection, SortedMap<String, CatalogueEntry> models) {
        if (connection.config == null) {
            return new WorkflowRules(RequestLimits.DEFAULTS, models, null);
        }
        Settings settings = connection.settings();
        return new WorkflowRules(
                LimitsCommand.limitsOf(settings),
                models,
                UriAllowList.of(settings.words(SettingKeys.INPUTS_URI_ALLOW)));
    }
}
