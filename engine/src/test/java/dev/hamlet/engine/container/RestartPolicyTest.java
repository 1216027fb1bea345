package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"no", "on-failure", "on-failure:5", "always", "unless-stopped"})
    void whatIsReadIsWrittenSo(String written) throws Exception {
        assertEquals(written, RestartPolicy.parse(written).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "always:3", "on-failure:", "on-failure:-1", "on-failure:9999999999", "ALWAYS"})
    void whatIsNoPolicyIsRefused(String written) {
        ProblemException thrown = assertThrows(ProblemException.class, () -> RestartPolicy.parse(written));
        assertInstanceOf(ContainerProblem.ContainerSettingInvalid.class, thrown.problem());
    }
}
