package dl.cli;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// Replaces what the compiler makes of a switch over patterns by a chain of `instanceof`.
///
/// `javac` emits an `invokedynamic` whose bootstrap, [java.lang.runtime.SwitchBootstraps#typeSwitch], spins a class when the
/// switch is first met. The JVM (25) caches such call sites for lambdas and for the joining of strings, not for switches:
/// `dl -e 1` links 14 of them and a training script 91, each for a millisecond or two.
final class PlainSwitches {
    private final ClassFile format;

    /// @param hierarchy knows the classes that the code to be rewritten names; needed where its branches meet
    PlainSwitches(ClassHierarchyResolver hierarchy) {
        this.format = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
    }

    /// The class with its switches over patterns replaced; the same array where there are none. Switches that also have
    /// labels other than types, such as strings and constants of enums, stay as they are.
    ///
    /// @throws IllegalStateException if the outcome would not pass the JVM's verifier
    byte[] rewrite(byte[] code) {
        ClassModel model = format.parse(code);
        List<Site> sites = new ArrayList<>();
        ClassTransform calls = ClassTransform.transformingMethodBodies(
                method -> method.code().stream().flatMap(body -> body.elementStream()).anyMatch(PlainSwitches::replaceable),
                (builder, element) -> {
                    if (element instanceof InvokeDynamicInstruction call && replaceable(call)) {
                        Site site = Site.of("typeSwitch$" + sites.size(), call);
                        sites.add(site);
                        builder.invokestatic(model.thisClass().asSymbol(), site.name(), site.type(), model.flags().has(java.lang.reflect.AccessFlag.INTERFACE));
                    } else {
                        builder.with(element);
                    }
                });
        byte[] result = format.transformClass(model, calls.andThen(ClassTransform.endHandler(builder -> sites.forEach(site -> site.define(builder)))));
        if (sites.isEmpty()) {
            return code;
        }
        List<VerifyError> errors = format.verify(result);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(model.thisClass().asInternalName() + " cannot be rewritten", errors.getFirst());
        }
        return result;
    }

    private static boolean replaceable(Object element) {
        return element instanceof InvokeDynamicInstruction call
                && call.opcode() == Opcode.INVOKEDYNAMIC
                && call.bootstrapMethod().methodName().equals("typeSwitch")
                && call.bootstrapMethod().owner().descriptorString().equals("Ljava/lang/runtime/SwitchBootstraps;")
                && call.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
    }

    /// One switch: a method `(selected, restart) -> index of the label`.
    private record Site(String name, MethodTypeDesc type, List<ClassDesc> labels) {
        static Site of(String name, InvokeDynamicInstruction call) {
            return new Site(name, call.typeSymbol(), call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList());
        }

        void define(ClassBuilder builder) {
            builder.withMethodBody(name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, this::body);
        }

        /// -1 for null; the first label from `restart` on that has the type of what is selected; else the number of labels.
        private void body(CodeBuilder code) {
            code.aload(0).ifThen(Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
            for (int i = 0; i < labels.size(); i++) {
                Label next = code.newLabel();
                code.iload(1).loadConstant(i).if_icmpgt(next);
                code.aload(0).instanceOf(labels.get(i)).ifeq(next);
                code.loadConstant(i).ireturn().labelBinding(next);
            }
            code.loadConstant(labels.size()).ireturn();
        }
    }
}
