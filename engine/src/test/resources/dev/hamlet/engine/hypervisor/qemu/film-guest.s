# A guest of 512 bytes: a boot sector that takes 1280x800 pixels and says on the serial line every byte that the keyboard's
# controller has, as it is. A digit 1 on the serial line makes it paint the whole screen again and again, each time in
# another colour; 0 ends that. Between two rows it looks at the keyboard.
# Made with: as --32 -o g.o film-guest.s && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o film-guest.bin g.o
.code16
.globl _start
_start:
  cli
  xorw %ax,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movw $0x7c00,%sp
  movl $0x80000008,%ebx   # the first display controller of the first PCI bus: class 3
seek:
  movl %ebx,%eax
  call pci
  shrl $24,%eax
  cmpb $3,%al
  je found
  addl $0x100,%ebx
  jmp seek
found:
  movl %ebx,%eax
  addl $8,%eax            # its first range of memory holds the pixels
  call pci
  andb $0xf0,%al
  movl %eax,%ebp
  movw $modes,%si         # of the Bochs display interface
mode:
  lodsw
  testw %ax,%ax
  js serial
  movw $0x1ce,%dx
  outw %ax,%dx
  lodsw
  incw %dx
  outw %ax,%dx
  jmp mode
serial:
  movw $0x3fb,%dx         # line control: 8 bits, no parity
  movb $3,%al
  outb %al,%dx
  lgdt gdtr
  movl %cr0,%eax
  orb $1,%al
  movl %eax,%cr0
  ljmp $8,$wide
pci:
  movw $0xcf8,%dx
  outl %eax,%dx
  movw $0xcfc,%dx
  inl %dx,%eax
  ret
.code32
wide:
  movw $16,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movb $0x21,%al          # it is there
  call put
  xorl %ebx,%ebx
still:
  call look
  testb %bl,%bl
  jz still
  movl %ebp,%edi
  movl $800,%esi
row:
  movl colour,%eax
  movl $1280,%ecx
  rep stosl
  call look
  decl %esi
  jnz row
  addl $0x030507,colour
  jmp still
look:
  inb $0x64,%al
  testb $1,%al
  jz heard
  inb $0x60,%al
  call put
heard:
  movw $0x3fd,%dx
  inb %dx,%al
  testb $1,%al
  jz done
  movw $0x3f8,%dx
  inb %dx,%al
  andb $1,%al
  movb %al,%bl
done:
  ret
put:
  movb %al,%ah
1: movw $0x3fd,%dx
  inb %dx,%al
  testb $0x20,%al
  jz 1b
  movw $0x3f8,%dx
  movb %ah,%al
  outb %al,%dx
  ret
colour: .long 0x102030
modes: .word 4,0, 1,1280, 2,800, 3,32, 4,0x41, 0xffff
gdt: .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdtr: .word 23
  .long gdt
. = _start+510
.byte 0x55,0xaa
