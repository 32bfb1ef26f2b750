/// The full name of a type, the same in every run of a program.
///
/// Swift names a private type or one of a function by the address of where it is declared, which changes from run to
/// run; the address is left out. Two private types with the same name in different files have the same name here.
public func storedName(of type: Any.Type) -> String {
  String(reflecting: type).replacing(/\(unknown context at \$[0-9a-f]+\)/, with: "(private)")
}
